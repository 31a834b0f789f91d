namespace ParallelCompute.Values.Library;

/// <summary>What the codecs of single values of the base library have in common.</summary>
internal static class Leaf
{
    private static readonly StringCodec Strings = new();

    /// <summary>Writes a value; whatever its own methods throw tells why it cannot be sent.</summary>
    public static void Write<T>(ValueWriter w, T value, Action<ValueWriter, T> write)
    {
        try
        {
            write(w, value);
        }
        catch (Exception e) when (e is not (ShippingException or OutOfMemoryException))
        {
            throw new ShippingException($"this {TypeText.Of(typeof(T))} cannot be sent: {e.Message}", null, e);
        }
    }

    /// <summary>Reads a value; whatever a constructor says of its arguments, the bytes are none.</summary>
    public static T Read<T>(ValueReader r, Func<ValueReader, T> read)
    {
        try
        {
            return read(r);
        }
        catch (Exception e) when (e is not (ShippingException or OutOfMemoryException))
        {
            throw new ShippingException($"the bytes are no {TypeText.Of(typeof(T))}: {e.Message}", null, e);
        }
    }

    public static void WriteText(ValueWriter w, string text) => Strings.Write(w, text);

    public static string ReadText(ValueReader r) =>
        Strings.Read(r) ?? throw new ShippingException("the bytes have null where a text belongs");

    /// <summary>A number that has to be in a range.</summary>
    public static int ReadInt(ValueReader r, int most = int.MaxValue) => r.ReadVarUInt() is var number &&
        number <= (uint)most ? (int)number : throw new ShippingException($"{number} is more than {most}");

    /// <summary>The codec of values that one text tells all about.</summary>
    public static ValueCodec OfText<T>(Func<T, string> format, Func<string, T> parse)
        where T : class => new LeafCodec<T>((w, value) => WriteText(w, format(value)), r => parse(ReadText(r)));

    /// <summary>The codec of a class with one object only.</summary>
    public static ValueCodec OfOne<T>(T value)
        where T : class => new LeafCodec<T>((_, _) => { }, _ => value);
}
