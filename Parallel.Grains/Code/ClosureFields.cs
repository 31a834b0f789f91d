using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Code;

/// <summary>Finds the fields of closures once.</summary>
internal sealed class ClosureFields(CodeContext context)
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly ConcurrentDictionary<(Type Type, string Name, TypeName? Declaring), LoadedField> _fields = new();
    private readonly ConcurrentDictionary<Type, bool> _checked = new();

    /// <summary>The type of a closure, which must be one of the client's own.</summary>
    public Type TypeOf(Closure closure)
    {
        var type = context.Resolve(closure.Type ?? throw new ShippingException("a closure names no type"));
        return _checked.GetOrAdd(type, IsOwn) ? type
            : throw new ShippingException($"a closure cannot be a {type}: only the client's own types travel by field");
    }

    public LoadedField Find(Type type, ClosureField field)
    {
        var key = (type, field.Name, field.DeclaringType);
        return _fields.TryGetValue(key, out var known) ? known
            : _fields.GetOrAdd((type, field.Name, field.DeclaringType?.Clone()), Look(type, field));
    }

    public void Forget()
    {
        _fields.Clear();
        _checked.Clear();
    }

    // The definition counts: a closed type belongs to the context of its arguments too.
    private bool IsOwn(Type type) => type is { IsAbstract: false, IsArray: false, ContainsGenericParameters: false } &&
        !typeof(Delegate).IsAssignableFrom(type) && AssemblyLoadContext.GetLoadContext(type.Assembly) == context;

    private LoadedField Look(Type type, ClosureField field)
    {
        var declaring = field.DeclaringType is null ? type : context.Resolve(field.DeclaringType);
        var found = declaring.IsAssignableFrom(type) ? declaring.GetField(field.Name, Declared) : null;
        return found is null || AssemblyLoadContext.GetLoadContext(declaring.Assembly) != context
            ? throw new ShippingException($"a closure {type} has no field '{field.Name}' of {declaring}")
            : new LoadedField(found);
    }
}
