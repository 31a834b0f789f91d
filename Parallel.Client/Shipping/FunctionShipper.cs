using Google.Protobuf;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Shipping;

/// <summary>Turns a delegate into a message from which a worker rebuilds it.</summary>
/// <remarks>Safe for concurrent use. The first call for a method walks its code; later ones only copy values.</remarks>
internal static class FunctionShipper
{
    [ThreadStatic]
    private static ValueWriter? s_writer;

    /// <summary>Encodes a function with exactly the captured state that it can read.</summary>
    /// <param name="function">Any delegate of one method that lies in an assembly file.</param>
    /// <param name="constants">Takes large values out of the message; null: they stay in it.</param>
    /// <param name="warn">Told once per process about each changing static field that the function reads.</param>
    /// <exception cref="ShippingException">The function, or something it captured, cannot be sent.</exception>
    public static Function Encode(Delegate function, LargeConstants? constants = null, Action<string>? warn = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        var inner = ShippableDelegate.Of(function);
        var plan = FunctionPlans.For(inner);
        var reach = plan.HoldsDelegates ? CapturedDelegates.ReachOf(inner) : null;
        if (reach is not null)
        {
            plan = FunctionPlans.For(inner, reach);
        }

        if (warn is not null && plan.Reach.Statics.Count > 0)
        {
            ChangingStatics.Warn(plan.Reach.Statics, inner.Method.Module, warn);
        }

        // Taken, not shared: a codec may run user code that sends a function of its own.
        var writer = s_writer ?? new ValueWriter();
        s_writer = null;
        writer.Reset();
        writer.Limit = constants?.ValueLimit ?? Array.MaxLength;
        var message = new FunctionEncoder(writer, reach, constants).Encode(inner, function.GetType(), plan);
        message.Values = ByteString.CopyFrom(writer.Buffer, 0, writer.Position);
        // One that has grown stays with nobody.
        s_writer = writer.Buffer.Length <= LargeConstants.Threshold ? writer : null;
        return message;
    }
}
