using ParallelCompute.Code;

namespace ParallelCompute.Shipping;

/// <summary>Tells the delegates that have one method in an assembly file from all others.</summary>
internal static class ShippableDelegate
{
    /// <summary>The delegate itself, or the one that it only wraps.</summary>
    /// <exception cref="ShippingException">It has no code that a worker could load.</exception>
    public static Delegate Of(Delegate function)
    {
        while (function.HasSingleTarget && function.Target is Delegate wrapped && function.Method.Name == "Invoke")
        {
            function = wrapped;
        }

        if (!function.HasSingleTarget)
        {
            throw new ShippingException($"a delegate of {function.GetInvocationList().Length} methods cannot be " +
                "sent; send one function that calls them in turn");
        }

        MethodNames.RefuseCompiled(function);
        return function;
    }
}
