using System.Reflection;

namespace ParallelCompute.Shipping;

/// <summary>What a function can read, found by walking its code.</summary>
internal sealed class Reach
{
    private readonly HashSet<(Module Module, int Token)> _fields = [];
    private readonly HashSet<Type> _whole = [];
    private readonly HashSet<FieldInfo> _statics = [];

    /// <summary>Static fields that may change, in the order in which they are first read.</summary>
    public IReadOnlyCollection<FieldInfo> Statics => _statics;

    /// <summary>The walk met code that it cannot follow: every field counts as read.</summary>
    public bool Everything { get; set; }

    public void Add(FieldInfo field) => _fields.Add((field.Module, field.MetadataToken));

    public void AddStatic(FieldInfo field) => _statics.Add(field);

    /// <summary>An object of this type was handed to code that may read any of its fields.</summary>
    public void AddWhole(Type type) => _whole.Add(type);

    /// <summary>Takes over what another function reads.</summary>
    public void Add(Reach other)
    {
        _fields.UnionWith(other._fields);
        _whole.UnionWith(other._whole);
        _statics.UnionWith(other._statics);
        Everything |= other.Everything;
    }

    public bool IsWhole(Type owner) => Everything || _whole.Contains(owner);

    public bool Reads(FieldInfo field) => _fields.Contains((field.Module, field.MetadataToken));
}
