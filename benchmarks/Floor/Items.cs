using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Floor;

/// <summary>Ten million numbers squared by two processes, in frames of 1,000, eight deep each.</summary>
internal static class Items
{
    public const int FrameBytes = FrameItems * sizeof(long);
    private const int FrameItems = 1_000;
    private const int Count = 10_000_000;
    private const int Processes = 2;

    public static async Task<string> MeasureAsync()
    {
        using var first = await Peer.StartAsync("items");
        using var second = await Peer.StartAsync("items");
        var (cold, warm) = await Rounds.MeasureAsync(() => RunAsync(first, second));
        return FormattableString.Invariant($$"""{"items_per_s": {{warm:F0}}, "cold_items_per_s": {{cold:F0}}}""");
    }

    private static async Task<double> RunAsync(params Peer[] peers)
    {
        var clock = Stopwatch.StartNew();
        var squares = new byte[Count * sizeof(long)];
        await Task.WhenAll(peers.Select((peer, i) => SquareAsync(peer, i * (Count / Processes), squares)));
        var seconds = clock.Elapsed.TotalSeconds;
        Check(MemoryMarshal.Cast<byte, long>(squares));
        return Count / seconds;
    }

    private static Task SquareAsync(Peer peer, int from, byte[] squares)
    {
        var frame = new byte[FrameBytes];
        return new Pump(peer, Count / Processes / FrameItems).RunAsync(
            i =>
            {
                Fill(MemoryMarshal.Cast<byte, long>(frame.AsSpan()), from + ((long)i * FrameItems));
                return frame;
            },
            i => squares.AsMemory((from * sizeof(long)) + (i * FrameBytes), FrameBytes));
    }

    private static void Fill(Span<long> items, long first)
    {
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = first + i;
        }
    }

    private static void Check(ReadOnlySpan<long> squares)
    {
        for (var i = 0; i < squares.Length; i++)
        {
            if (squares[i] != (long)i * i)
            {
                throw new InvalidDataException($"the square of {i} came back as {squares[i]}");
            }
        }
    }
}
