using System.Reflection;

namespace ParallelCompute.Shipping;

/// <summary>Tells the delegates that have one method in an assembly file from all others.</summary>
internal static class ShippableDelegate
{
    private const string CompiledTree = "System.Runtime.CompilerServices.Closure";

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

        if (function.Target?.GetType().FullName == CompiledTree || function.Method.DeclaringType is null)
        {
            throw new ShippingException($"the method {function.Method.Name} was compiled at run time (an expression " +
                "tree or a DynamicMethod) and has no assembly file that a worker could load; use a lambda or a method");
        }

        return function;
    }

    /// <exception cref="ShippingException">The method's assembly has no file.</exception>
    public static void RequireFile(MethodInfo method)
    {
        var assembly = method.Module.Assembly;
        if (assembly.IsDynamic || assembly.Location.Length == 0)
        {
            throw new ShippingException($"the method {method.DeclaringType}.{method.Name} cannot be sent: its " +
                $"assembly {assembly.GetName().Name} was loaded from memory; load it from a file instead");
        }
    }
}
