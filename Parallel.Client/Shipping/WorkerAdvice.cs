using Microsoft.Extensions.Logging;

namespace ParallelCompute.Shipping;

/// <summary>Refuses what functions like to capture but have of their own on the worker.</summary>
internal static class WorkerAdvice
{
    /// <exception cref="ShippingException">The worker has its own; the message names it.</exception>
    public static void Check(Type type)
    {
        if (type == typeof(CancellationToken) || type == typeof(CancellationTokenSource))
        {
            throw Refuse(type, "use WorkerContext.Current.CancellationToken");
        }

        if (typeof(ILogger).IsAssignableFrom(type))
        {
            throw Refuse(type, "use WorkerContext.Current.Logger");
        }

        if (type == typeof(WorkerContext))
        {
            throw Refuse(type, "read WorkerContext.Current inside the function");
        }

        if (type.Assembly == typeof(WorkerAdvice).Assembly)
        {
            throw Refuse(type, "it belongs to the client; call it outside of the function");
        }
    }

    private static ShippingException Refuse(Type type, string advice) => new($"cannot be sent; {advice}", type.FullName);
}
