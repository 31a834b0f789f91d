using System.Diagnostics;

namespace Floor;

/// <summary>A small message there and back, one at a time.</summary>
internal static class PingPong
{
    public const int FrameBytes = 64;
    private const int Rounds = 2_000;

    public static async Task<string> MeasureAsync()
    {
        using var peer = await Peer.StartAsync("pingpong");
        var frame = new byte[FrameBytes];
        var times = new double[Rounds];
        for (var round = -Rounds; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await peer.Socket.SendAllAsync(frame);
            await peer.Socket.ReceiveAllAsync(frame);
            if (round >= 0)
            {
                times[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        }

        Array.Sort(times);
        return FormattableString.Invariant(
            $$"""{"pingpong_p50_us": {{times[Rounds / 2]:F2}}, "pingpong_p99_us": {{times[Rounds * 99 / 100]:F2}}}""");
    }
}
