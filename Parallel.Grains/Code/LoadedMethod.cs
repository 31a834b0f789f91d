using System.Reflection;
using ParallelCompute.Values;

namespace ParallelCompute.Code;

/// <summary>A method of the client's code and how a plain value to which it is bound is read.</summary>
internal sealed class LoadedMethod(MethodInfo method)
{
    private ValueCodec? _bound;

    public MethodInfo Method => method;

    /// <summary>Number of arguments, the object itself included.</summary>
    public int Arguments { get; } = method.GetParameters().Length + (method.IsStatic ? 0 : 1);

    /// <summary>Codec of the first argument: an extension method's, or an object of the shared framework.</summary>
    public ValueCodec Bound => _bound ??= ValueCodecs.For(
        method.IsStatic ? method.GetParameters()[0].ParameterType : method.DeclaringType!);

    /// <summary>A delegate over the method.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="parameters">The parameters that this type has.</param>
    /// <param name="target">The first argument, unless all of them are the delegate's parameters.</param>
    /// <exception cref="ShippingException">The method does not fit the type or the target.</exception>
    public Delegate Bind(Type type, int parameters, object? target)
    {
        try
        {
            return Arguments == parameters && target is null ? method.CreateDelegate(type)
                : method.IsStatic || method.DeclaringType!.IsInstanceOfType(target)
                    ? method.CreateDelegate(type, target)
                : throw new ShippingException(
                    $"{method.DeclaringType}.{method.Name} cannot run on {target?.GetType().ToString() ?? "null"}");
        }
        catch (Exception e) when (e is ArgumentException or MemberAccessException or NotSupportedException)
        {
            throw new ShippingException($"{method.DeclaringType}.{method.Name} is no method for a {type}", null, e);
        }
    }
}
