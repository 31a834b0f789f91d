using ParallelCompute.Runtime.Hosting;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Tests.Connections;
using ParallelCompute.Tests.InMemory;

namespace ParallelCompute.Tests.Hostile;

/// <summary>A crowd of strangers does not fill the log.</summary>
[Collection(Processes.Name)]
public sealed class RefusalLogTests
{
    [Fact]
    public void Of_many_refusals_the_first_are_logged_and_the_others_counted_until_the_window_ends()
    {
        var (log, time) = (new RecordedLog(), new VirtualTime());
        using var refusals = new RefusalLog(log, time);
        for (var i = 0; i < 10_000; i++)
        {
            refusals.Note($" from {i}", "it came");
        }

        Assert.Equal(RefusalLog.MostLines, log.Lines.Length);
        Assert.Equal("Warning: A peer from 0 was turned away: it came.", log.Lines[0]);
        time.Advance(RefusalLog.Window);
        Assert.Equal(
            $"Warning: {10_000 - RefusalLog.MostLines} more peers were turned away within 60 s.", log.Lines[^1]);
        refusals.Note(" again", "it came");
        Assert.Equal("Warning: A peer again was turned away: it came.", log.Lines[^1]);
        time.Advance(RefusalLog.Window);
        Assert.Equal(RefusalLog.MostLines + 2, log.Lines.Length);
    }

    [Theory]
    [InlineData(TransportProtocol.Unix)]
    [InlineData(TransportProtocol.Tcp)]
    public async Task A_crowd_of_strangers_is_logged_in_a_few_lines_and_workers_do_not_notice(
        TransportProtocol protocol)
    {
        const int Strangers = 500;
        string[] lines;
        await using (var cluster = await HostileCluster.StartAsync(protocol))
        {
            var before = cluster.Log.Length;
            await Parallel.ForEachAsync(Enumerable.Range(0, Strangers), async (_, _) =>
            {
                await using var stream = await cluster.ConnectAsync();
                await Streams.WriteAsync(stream, "GET / HTTP/1.1\r\n\r\n"u8.ToArray());
                await Streams.ReadToEndAsync(stream);
            });
            await cluster.Client.ParallelMapAsync(x => x + 1, [1, 2, 3]).GivesAsync(2, 3, 4);
            await cluster.Client.DisposeAsync().AsTask().Soon();
            lines = [.. cluster.Log[before..].Where(l => l.Contains("turned away", StringComparison.Ordinal))];
        }

        Assert.Equal(RefusalLog.MostLines + 1, lines.Length);
        Assert.Equal(
            $"Warning: {Strangers - RefusalLog.MostLines} more peers were turned away within 60 s.", lines[^1]);
    }
}
