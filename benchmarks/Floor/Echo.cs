using System.Diagnostics;

namespace Floor;

/// <summary>Frames of 1 MiB there and back, both directions at once; the rate counts the bytes of one way.</summary>
internal static class Echo
{
    public const int FrameBytes = 1 << 20;
    private const int Count = 200;

    public static async Task<string> MeasureAsync()
    {
        using var peer = await Peer.StartAsync("echo");
        var (_, warm) = await Rounds.MeasureAsync(() => RunAsync(peer));
        return FormattableString.Invariant($$"""{"echo_mb_per_s": {{warm:F1}}}""");
    }

    private static async Task<double> RunAsync(Peer peer)
    {
        var (sent, received) = (new byte[FrameBytes], new byte[FrameBytes]);
        var clock = Stopwatch.StartNew();
        await new Pump(peer, Count).RunAsync(_ => sent, _ => received);
        return (double)Count * FrameBytes / 1e6 / clock.Elapsed.TotalSeconds;
    }
}
