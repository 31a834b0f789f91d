using System.Reflection;

namespace ParallelCompute.Execution;

/// <summary>Makes delegates that call a function with all parameters but the first already given.</summary>
/// <remarks>
/// The values lie in typed fields of a class that is generic in all types concerned: a call is one more delegate call,
/// which the JIT inlines where it pays. Measured, that takes half the time of a method emitted for the purpose.
/// </remarks>
internal static class BoundCall
{
    /// <summary>The most values that can be bound.</summary>
    public static int MostValues => BoundFunctions.ByCount.Length;

    public static Delegate Create(
        Delegate function, FunctionSignature signature, Type item, Type result, object?[] values)
    {
        var plain = values.Length == 0
            ? Retyped(function, typeof(Func<,>).MakeGenericType(signature.Item.Type, signature.ReturnType))
            : WithValues(function, signature, values);
        return typeof(Func<,>).MakeGenericType(item, result).IsInstanceOfType(plain)
            ? plain
            : Converted(plain, signature.Item.Type, signature.ReturnType, item, result);
    }

    private static Delegate WithValues(Delegate function, FunctionSignature signature, object?[] values)
    {
        var holder = BoundFunctions.ByCount[values.Length - 1].MakeGenericType(
            [signature.Item.Type, .. signature.Named.Select(p => p.Type), signature.ReturnType]);
        var create = holder.GetConstructors().Single();
        var typed = Retyped(function, create.GetParameters()[0].ParameterType);
        return CallOf(create.Invoke([typed, .. values]), signature.Item.Type, signature.ReturnType);
    }

    private static Delegate Converted(Delegate function, Type first, Type returned, Type item, Type result) => CallOf(
        Activator.CreateInstance(typeof(ConvertedCall<,,,>).MakeGenericType(item, first, returned, result), function)!,
        item, result);

    private static Delegate CallOf(object holder, Type item, Type result) =>
        Delegate.CreateDelegate(typeof(Func<,>).MakeGenericType(item, result), holder, "Call");

    private static Delegate Retyped(Delegate function, Type wanted) => function.GetType() == wanted
        ? function
        : Delegate.CreateDelegate(wanted, function.Target, function.Method);
}
