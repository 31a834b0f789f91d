using System.Globalization;
using System.Net;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Google.Protobuf;
using ParallelCompute.Code;
using ParallelCompute.Tests.Values.Graphs;
using ParallelCompute.Tests.Values.Samples;
using ParallelCompute.Values;
using ParallelCompute.Wire;
using Xunit;

namespace ParallelCompute.Tests.Values;

public sealed class HostileBytesTests
{
    [Fact]
    public void Every_truncation_is_refused()
    {
        var bytes = Codec.Encode(new GraphMaker(13).Graph());
        for (var length = 0; length < bytes.Length; length++)
        {
            Refused<object>(bytes[..length]);
        }
    }

    [Fact]
    public void Announced_lengths_get_no_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused<long[]>(Bytes(w => Count(w, int.MaxValue)));
        Refused<Nothing[]>(Bytes(w => Count(w, ulong.MaxValue)));
        Refused<string[]>(Bytes(w => Count(w, 1 << 30)));
        Refused<List<int?>>(Bytes(w => Count(w, 1 << 30)));
        Refused<string>(Bytes(w => w.WriteVarUInt(ulong.MaxValue)));
        Refused<Dictionary<int, int>>(Bytes(w => Count(w, 0, 1 << 30)));
        Refused<HashSet<string>>(Bytes(w => Count(w, 0, 1 << 30)));
        Refused<int[,]>(Bytes(w => Count(w, 1 << 20, 1 << 20)));
        Refused<int[,,]>(Bytes(w => Count(w, int.MaxValue, int.MaxValue, 0)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_pattern_that_takes_minutes_to_build_is_refused_at_both_ends()
    {
        var pattern = string.Join('|', Enumerable.Range(0, 10_000));
        Assert.Contains(
            "Build it in setup",
            Codec.Refusal(new Regex($"a(?#{pattern})", RegexOptions.NonBacktracking)).Message,
            StringComparison.Ordinal);
        var bytes = Codec.Encode(new Regex(pattern, RegexOptions.ECMAScript));
        // The options lie before the time limit, as two groups of seven bits.
        var options = bytes.AsSpan()[^10..^8];
        Assert.Equal((byte)((int)RegexOptions.ECMAScript >> 7), options[1]);
        options[1] = (int)RegexOptions.NonBacktracking >> 7;
        Refused<Regex>(bytes);
    }

    [Fact]
    public void Nested_claims_of_all_that_is_left_get_no_memory()
    {
        // Each array says that the rest of the bytes are its elements, and so does its first element.
        var name = TypeNames.Of(typeof(object[])).ToByteArray();
        var bytes = Bytes(w =>
        {
            for (var level = 0; level < 900; level++)
            {
                w.WriteByte(2);
                w.WriteVarUInt((uint)name.Length);
                w.WriteBytes(name);
                w.WriteVarUInt(90_000);
            }

            w.Reserve(100_000).Clear();
        });
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused<object>(bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Theory]
    [InlineData("", "System.IO.MemoryStream")]
    [InlineData("", "System.Text.StringBuilder")]
    [InlineData("", "System.Collections.Generic.List`1")]
    [InlineData("", "System.Collections.Generic.List`1[[Evil, Evil]]")]
    [InlineData("", "System.__Canon")]
    [InlineData("", "System.Void")]
    [InlineData("", "System.Span`1")]
    [InlineData("", "")]
    [InlineData("", "\0")]
    [InlineData("Evil", "Evil.Type")]
    [InlineData("Parallel.Tests", "ParallelCompute.Tests.Values.Samples.Finalized")]
    [InlineData("Parallel.Tests", "ParallelCompute.Tests.Values.Samples.Absent")]
    [InlineData("Parallel.Tests", "ParallelCompute.Tests.Values.Codec")]
    public void Names_of_types_that_may_not_be_created_are_refused(string assembly, string name) =>
        Refused<object>(Named(new TypeName { Assembly = assembly, Name = name }));

    [Fact]
    public void Names_that_make_no_type_are_refused()
    {
        Refused<object>(Named(new TypeName { ArrayRank = 1 }));
        Refused<object>(Named(new TypeName { ArrayRank = -1, Arguments = { TypeNames.Of(typeof(int)) } }));
        Refused<object>(Named(new TypeName { ArrayRank = 99, Arguments = { TypeNames.Of(typeof(int)) } }));
        var text = TypeNames.Of(typeof(string));
        Refused<object>(Named(new TypeName { Name = "System.Nullable`1", Arguments = { text } }));
        var deep = TypeNames.Of(typeof(int));
        for (var i = 0; i < 99; i++)
        {
            deep = new TypeName { ArrayRank = 1, Arguments = { deep } };
        }

        Refused<object>(Named(deep));
        Refused<object>([2, 3, 0xFF, 0xFF, 0xFF]);
    }

    [Fact]
    public void A_named_type_must_derive_from_the_declared_one()
    {
        Refused<Animal>(Named(TypeNames.Of(typeof(Reading))));
        Refused<IComparable>(Named(TypeNames.Of(typeof(Reading))));
        Refused<Dog>(Named(TypeNames.Of(typeof(Animal))));
    }

    [Fact]
    public void Unknown_tags_and_keys_that_come_twice_are_refused()
    {
        Refused<Reading>([3, 0]);
        Refused<Reading>([8]);
        Refused<int?>([2, 0, 0, 0, 0]);
        Refused<IDisposable>([1]);
        Refused<HashSet<byte>>([1, 0, 2, 7, 7]);
        Refused<HashSet<byte>>([1, 1, 1, 7]);
        Refused<Dictionary<string, byte>>([1, 0, 2, 3, (byte)'a', 0, 3, (byte)'a', 1]);
        Refused<Dictionary<string, byte>>([1, 0, 1, 0, 1]);
        Refused<Dictionary<string, byte>>([1, 9, 0]);
    }

    [Fact]
    public void Bits_that_are_no_value_are_refused()
    {
        Refused<bool>([2]);
        Refused<bool[]>([1, 2, 1, 2]);
        Refused<decimal>([.. Enumerable.Repeat((byte)0xFF, 16)]);
        Refused<DateTime>([.. Enumerable.Repeat((byte)0xFF, 8)]);
        Refused<DateTimeOffset>([.. Enumerable.Repeat((byte)0xFF, 16)]);
        Refused<KeyValuePair<int, bool>>([0, 0, 0, 0, 2, 0, 0, 0]);
        Refused<(byte, (byte, bool))[]>([1, 2, 0, 0, 1, 0, 0, 3]);
        Refused<Switches>([.. new byte[Unsafe.SizeOf<Switches>() - 1], 9]);
        Refused<DateOnly>([.. Enumerable.Repeat((byte)0xFF, 4)]);
        Refused<TimeOnly>([.. Enumerable.Repeat((byte)0x7F, 8)]);
        Refused<Rune>([0x80, 0xB0, 0x03]);
        Refused<Regex>(Text("(a", 0, 1, 0, 0, 0, 0, 0, 0, 0));
        Refused<Version>(Text("one"));
        Refused<CultureInfo>(Text("qq-Nowhere", 0));
        Refused<Uri>(Text("//", 1));
        Refused<IPAddress>([1, 3, 1, 2, 3, 0]);
        Refused<Tuple<int, int, int, int, int, int, int, object>>([1, .. new byte[40]]);
    }

    [Fact]
    public void A_vector_of_another_machines_width_is_refused()
    {
        var error = Refused<Vector<byte>>([(byte)(Vector<byte>.Count * 2), .. new byte[Vector<byte>.Count * 2]]);
        Assert.Contains("send a Vector128", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_zone_is_no_path_to_other_files()
    {
        byte[] path = [.. "../../../etc/passwd"u8];
        var error = Refused<TimeZoneInfo>([1, 1, (byte)((path.Length << 1) + 1), .. path]);
        Assert.Contains("knows no time zone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_bytes_are_refused_and_not_a_crash()
    {
        Refused<Node>(Bytes(w =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                w.WriteBytes([1, 0, 0, 0, 0]);
            }
        }));
        Refused<object>(Bytes(w =>
        {
            var name = TypeNames.Of(typeof(Tuple<object>)).ToByteArray();
            for (var i = 0; i < 100_000; i++)
            {
                w.WriteName(0, name);
            }
        }));
        Refused<Node>([5, 5, 5]);
        Refused<Tuple<Node>>([5, 0, 0, 0]);
    }

    private static byte[] Text(string text, params byte[] rest) =>
        [1, (byte)((text.Length << 1) + 1), .. Encoding.ASCII.GetBytes(text), .. rest];

    private static ShippingException Refused<T>(byte[] bytes) => Assert.Throws<ShippingException>(
        () => ValueCodecs.For<T>().Read(new ValueReader(bytes, KnownTypes.Instance)));

    private static void Count(ValueWriter w, params ulong[] counts)
    {
        w.WriteByte(1);
        foreach (var count in counts)
        {
            w.WriteVarUInt(count);
        }
    }

    private static byte[] Named(TypeName name) => Bytes(w =>
    {
        w.WriteByte(2);
        w.WriteVarUInt((uint)name.CalculateSize());
        w.WriteBytes(name.ToByteArray());
        w.Reserve(64).Clear();
    });

    private static byte[] Bytes(Action<ValueWriter> write)
    {
        var w = new ValueWriter();
        write(w);
        return w.Buffer[..w.Position];
    }
}
