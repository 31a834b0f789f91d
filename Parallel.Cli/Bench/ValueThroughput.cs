using System.Diagnostics;
using ParallelCompute.Values;

namespace ParallelCompute.Cli.Bench;

/// <summary>Values written to bytes and read back, against code written by hand for just them.</summary>
internal static class ValueThroughput
{
    private const int ArrayLength = 65_536;

    // Long enough for the runtime to optimize the code, as the floor does.
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1);

    public static void Measure(BenchReport report)
    {
        var arrays = Enumerable.Range(0, 16).Select(i => new float[ArrayLength]).ToArray();
        var records = Enumerable.Range(0, 2_000).Select(i => new Features(
            $"utterance-{i}", [.. Enumerable.Range(0, 10)], [.. Enumerable.Range(0, 80).Select(v => (float)v)]))
            .ToArray();
        var strings = records.Select(r => $"a line of text, {r.Name}").ToArray();

        var start = Stopwatch.GetTimestamp();
        RoundTrip(records[..1], new ValueWriter());
        report.Add("value_first_use_ms", Stopwatch.GetElapsedTime(start).TotalMilliseconds);

        const double Bytes = ArrayLength * sizeof(float);
        report.Add("value_arrays_mb_per_s", Bytes / 1e6 / Seconds(arrays), "value_arrays_mb_per_s");
        report.Add("value_records_per_s", 1 / Seconds(records), "value_records_per_s");
        report.Add("value_strings_per_s", 1 / Seconds(strings), "value_strings_per_s");
    }

    /// <summary>Seconds that one value takes, there and back; the best of all rounds.</summary>
    private static double Seconds<T>(T[] values)
    {
        var writer = new ValueWriter(8 << 20);
        var best = TimeSpan.MaxValue;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Time;)
        {
            var start = Stopwatch.GetTimestamp();
            RoundTrip(values, writer);
            var time = Stopwatch.GetElapsedTime(start);
            best = time < best ? time : best;
        }

        return best.TotalSeconds / values.Length;
    }

    private static void RoundTrip<T>(T[] values, ValueWriter writer)
    {
        var codec = ValueCodecs.For<T>();
        writer.Reset();
        foreach (var value in values)
        {
            writer.NextValue();
            codec.Write(writer, value);
        }

        var reader = new ValueReader(writer.Buffer.AsMemory(0, writer.Position), KnownTypes.Instance);
        for (var i = 0; i < values.Length; i++)
        {
            reader.NextValue();
            codec.Read(reader);
        }
    }
}
