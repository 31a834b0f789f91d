using System.Reflection;

namespace ParallelCompute.Code;

/// <summary>Finds why code could not be brought in what the runtime makes of it.</summary>
internal static class LoadFailures
{
    /// <summary>The reason; null where the exception is about anything else.</summary>
    public static ShippingException? Shipping(Exception exception)
    {
        // The runtime wraps what the load of an assembly throws, and again where a static initializer needed it.
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is FileLoadException { InnerException: ShippingException shipping })
            {
                return shipping;
            }

            if (e is not (TypeInitializationException or TargetInvocationException))
            {
                return null;
            }
        }

        return null;
    }
}
