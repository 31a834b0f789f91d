namespace ParallelCompute.Values;

/// <summary>The byte before a value that may be null or of a derived type.</summary>
internal static class Tags
{
    public const byte Null = 0;

    /// <summary>A value of exactly the declared type follows.</summary>
    public const byte Exact = 1;

    /// <summary>The name of the value's type follows, and then the value.</summary>
    public const byte Named = 2;

    public static ShippingException Unknown(byte tag, Type type) =>
        new($"the bytes are no {TypeText.Of(type)}: the tag is {tag}");
}
