using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Floor;

/// <summary>Values written to bytes and read back by code written for just them, the best of many rounds.</summary>
internal static class Values
{
    // Long enough for the runtime to optimize the code.
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1);
    private static readonly byte[] Bytes = new byte[8 << 20];
    private static int s_position;

    public static string Measure()
    {
        var arrays = Enumerable.Range(0, 16).Select(i => new float[65_536]).ToArray();
        var records = Enumerable.Range(0, 2_000).Select(i => new Features(
            $"utterance-{i}", [.. Enumerable.Range(0, 10)], [.. Enumerable.Range(0, 80).Select(v => (float)v)]))
            .ToArray();
        var strings = records.Select(r => $"a line of text, {r.Name}").ToArray();
        var arraySeconds = Seconds(arrays, Write, ReadArray) * 1e6 / (65_536 * sizeof(float));
        return FormattableString.Invariant($$"""
            {"value_arrays_mb_per_s": {{1 / arraySeconds:F1}},
             "value_records_per_s": {{1 / Seconds(records, Write, ReadRecord):F0}},
             "value_strings_per_s": {{1 / Seconds(strings, Write, ReadString):F0}}}
            """);
    }

    /// <summary>Seconds that one value takes, there and back.</summary>
    private static double Seconds<T>(T[] values, Action<T> write, Func<T> read)
    {
        var best = TimeSpan.MaxValue;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Time;)
        {
            var start = Stopwatch.GetTimestamp();
            s_position = 0;
            foreach (var value in values)
            {
                write(value);
            }

            s_position = 0;
            for (var i = 0; i < values.Length; i++)
            {
                read();
            }

            var time = Stopwatch.GetElapsedTime(start);
            best = time < best ? time : best;
        }

        return best.TotalSeconds / values.Length;
    }

    private static void Write(int value)
    {
        MemoryMarshal.Write(Bytes.AsSpan(s_position), value);
        s_position += sizeof(int);
    }

    private static int ReadInt()
    {
        var value = MemoryMarshal.Read<int>(Bytes.AsSpan(s_position));
        s_position += sizeof(int);
        return value;
    }

    private static void Write(string value)
    {
        var length = Encoding.UTF8.GetBytes(value, Bytes.AsSpan(s_position + sizeof(int)));
        Write(length);
        s_position += length;
    }

    private static string ReadString()
    {
        var length = ReadInt();
        s_position += length;
        return Encoding.UTF8.GetString(Bytes.AsSpan(s_position - length, length));
    }

    private static void Write(float[] value)
    {
        Write(value.Length);
        var memory = MemoryMarshal.AsBytes(value.AsSpan());
        memory.CopyTo(Bytes.AsSpan(s_position));
        s_position += memory.Length;
    }

    private static float[] ReadArray()
    {
        var value = new float[ReadInt()];
        var memory = MemoryMarshal.AsBytes(value.AsSpan());
        Bytes.AsSpan(s_position, memory.Length).CopyTo(memory);
        s_position += memory.Length;
        return value;
    }

    private static void Write(Features value)
    {
        Write(value.Name);
        Write(value.Ids.Count);
        foreach (var id in value.Ids)
        {
            Write(id);
        }

        Write(value.Mels);
    }

    private static Features ReadRecord()
    {
        var name = ReadString();
        var count = ReadInt();
        var ids = new List<int>(count);
        for (var i = 0; i < count; i++)
        {
            ids.Add(ReadInt());
        }

        return new Features(name, ids, ReadArray());
    }
}
