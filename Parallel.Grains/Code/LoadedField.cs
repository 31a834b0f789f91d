using System.Reflection;
using ParallelCompute.Values;

namespace ParallelCompute.Code;

/// <summary>A field of a closure and how its value is read.</summary>
internal sealed class LoadedField(FieldInfo info)
{
    private ValueCodec? _codec;

    public FieldInfo Field => info;

    public ValueCodec Codec => _codec ??= ValueCodecs.For(info.FieldType);

    public void Set(object target, object? value)
    {
        if (value is null ? info.FieldType.IsValueType && Nullable.GetUnderlyingType(info.FieldType) is null
            : !info.FieldType.IsInstanceOfType(value))
        {
            throw new ShippingException($"the field '{info.Name}' cannot hold {value?.GetType().ToString() ?? "null"}");
        }

        info.SetValue(target, value);
    }
}
