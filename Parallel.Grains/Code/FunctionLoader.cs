using System.Collections.Concurrent;
using ParallelCompute.Blobs;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Code;

/// <summary>Finds methods and binds them to what they had captured.</summary>
internal sealed class FunctionLoader(CodeContext context, SessionBlobs? blobs)
{
    private readonly ConcurrentDictionary<MethodKey, LoadedMethod> _methods = new();
    private readonly ConcurrentDictionary<Type, int> _parameters = new();
    private readonly ClosureFields _fields = new(context);

    public Delegate Load(Function function)
    {
        var values = new ValueReader(function.Values.Memory, context);
        var loaded = new ClosureLoader(this, _fields, values).Bind(function);
        return values.Remaining == 0 ? loaded
            : throw new ShippingException($"a function has {values.Remaining} bytes of values that no field takes");
    }

    /// <summary>The bytes of a value that was too large for the message.</summary>
    public ReadOnlyMemory<byte> Fetch(Blob blob) =>
        blobs?.Read(blob) ?? throw new ShippingException("a large value cannot be fetched here");

    /// <summary>The delegate type that a function names, and its number of parameters.</summary>
    public (Type Type, int Parameters) DelegateType(Function function)
    {
        var type = context.Resolve(
            function.DelegateType ?? throw new ShippingException("a function names no delegate type"));
        return (type, _parameters.GetOrAdd(type, static t => !t.IsAbstract && typeof(Delegate).IsAssignableFrom(t)
            ? t.GetMethod("Invoke")!.GetParameters().Length
            : throw new ShippingException($"{t} is not a delegate type")));
    }

    public LoadedMethod Method(Function function)
    {
        if (function.DeclaringType is null)
        {
            throw new ShippingException("a function names no declaring type");
        }

        var key = MethodKey.Of(function);
        return _methods.TryGetValue(key, out var known) ? known
            : _methods.GetOrAdd(key.Copy(), MethodNames.Find(function, context));
    }

    public void Forget()
    {
        _methods.Clear();
        _parameters.Clear();
        _fields.Forget();
    }
}
