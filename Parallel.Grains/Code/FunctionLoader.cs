using System.Collections.Concurrent;
using System.Reflection;
using ParallelCompute.Blobs;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Code;

/// <summary>Finds methods and binds them to what they had captured.</summary>
internal sealed class FunctionLoader(CodeContext context, SessionBlobs? blobs)
{
    private const int MethodTable = 0x06;
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

    /// <summary>Reads a value that was too large for the message.</summary>
    public object? Read(ValueCodec codec, Blob blob)
    {
        var bytes = blobs?.Read(blob) ?? throw new ShippingException("a large value cannot be fetched here");
        var reader = new ValueReader(bytes, context);
        var value = codec.ReadObject(reader);
        return reader.Remaining == 0 ? value
            : throw new ShippingException($"a value of {bytes.Length} bytes ends {reader.Remaining} bytes early");
    }

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
        return _methods.TryGetValue(key, out var known) ? known : _methods.GetOrAdd(key.Copy(), Find(function));
    }

    public void Forget()
    {
        _methods.Clear();
        _parameters.Clear();
        _fields.Forget();
    }

    private LoadedMethod Find(Function function)
    {
        var type = context.Resolve(function.DeclaringType);
        ModuleVersions.Check(type.Module.FullyQualifiedName, function.Mvid.Span, type.Module.ModuleVersionId);
        var open = function.MethodToken >>> 24 == MethodTable ? type.Module.ResolveMethod(function.MethodToken) : null;
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        if (open is not MethodInfo || open.DeclaringType != definition)
        {
            throw new ShippingException($"the token {function.MethodToken:X8} is not a method of {type}");
        }

        var method = (MethodInfo)MethodBase.GetMethodFromHandle(open.MethodHandle, type.TypeHandle)!;
        if (method.IsGenericMethodDefinition != function.MethodArguments.Count > 0)
        {
            throw new ShippingException($"{type}.{method.Name} got {function.MethodArguments.Count} type arguments");
        }

        return new LoadedMethod(method.IsGenericMethodDefinition
            ? method.MakeGenericMethod([.. function.MethodArguments.Select(context.Resolve)]) : method);
    }
}
