using ParallelCompute.Values;
using Xunit;

namespace ParallelCompute.Tests.Values;

/// <summary>Short forms for tests of codecs.</summary>
internal static class Codec
{
    public static byte[] Encode<T>(T value)
    {
        var w = new ValueWriter(16);
        ValueCodecs.For<T>().Write(w, value);
        return w.Buffer[..w.Position];
    }

    public static T Decode<T>(byte[] bytes)
    {
        var r = new ValueReader(bytes, KnownTypes.Instance);
        var value = ValueCodecs.For<T>().Read(r);
        Assert.Equal(0, r.Remaining);
        return value;
    }

    public static T Trip<T>(T value) => Decode<T>(Encode(value));

    public static ShippingException Refusal<T>(T value) => Assert.Throws<ShippingException>(() => Encode(value));
}
