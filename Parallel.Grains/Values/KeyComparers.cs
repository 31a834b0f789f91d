namespace ParallelCompute.Values;

/// <summary>Names the comparers that hash collections may have.</summary>
internal static class KeyComparers
{
    private const byte Default = 0;
    private const byte Ordinal = 1;
    private const byte OrdinalIgnoreCase = 2;

    public static void Write<T>(ValueWriter w, IEqualityComparer<T> comparer) => w.WriteByte(
        ReferenceEquals(comparer, EqualityComparer<T>.Default) ? Default
        : ReferenceEquals(comparer, StringComparer.Ordinal) ? Ordinal
        : ReferenceEquals(comparer, StringComparer.OrdinalIgnoreCase) ? OrdinalIgnoreCase
        : throw new ShippingException($"the comparer {TypeText.Of(comparer.GetType())} cannot be sent; use the " +
            "default one, StringComparer.Ordinal or StringComparer.OrdinalIgnoreCase"));

    public static IEqualityComparer<T> Read<T>(ValueReader r)
    {
        var code = r.ReadByte();
        object? comparer = code switch
        {
            Default => EqualityComparer<T>.Default,
            Ordinal => StringComparer.Ordinal,
            OrdinalIgnoreCase => StringComparer.OrdinalIgnoreCase,
            _ => null,
        };
        return comparer as IEqualityComparer<T> ?? throw new ShippingException(
            $"the bytes name a comparer {code} that keys of type {TypeText.Of(typeof(T))} do not have");
    }

    /// <summary>An error for keys that could not be put in: their own code may throw anything.</summary>
    public static ShippingException Refused(Exception error) =>
        new($"a key cannot be put in: {error.Message}", null, error);

    /// <summary>An error for a key that is there already.</summary>
    public static ShippingException Duplicate() => new("the same key comes twice");

    /// <summary>The step of a path to what a key leads to.</summary>
    public static string Step(object? key, int index) => key is string ? $"['{key}']"
        : key is IFormattable number && key.GetType().IsPrimitive
            ? $"[{number.ToString(null, System.Globalization.CultureInfo.InvariantCulture)}]" : $"entry {index}";
}
