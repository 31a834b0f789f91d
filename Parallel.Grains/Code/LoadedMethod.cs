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
}
