using ParallelCompute.Tests.Reporting;

namespace ParallelCompute.Tests.Behavior;

/// <summary>What callers are told of a run that goes on.</summary>
public abstract class ProgressBehavior(SharedCluster cluster)
{
    private readonly Reports _reports = new();

    private ParallelClient Client => cluster.Client;

    [Fact]
    public async Task A_map_tells_how_far_it_is_and_last_of_all_that_it_is_done()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reports.Seen = r => _ = r is { Done: 99, Total: 100 } && waiting.TrySetResult();
        var map = Client.ParallelMapAsync(
            x =>
            {
                if (x == 99)
                {
                    Gate.Pass(path, "last");
                }

                return x;
            },
            Enumerable.Range(0, 100), new MapOptions { Progress = _reports });
        await gate.NextAsync();
        await waiting.Task.Soon();
        gate.Open();
        await map.Soon();
        var all = _reports.All;
        Assert.Equal((100, 100, 0), (all[^1].Done, all[^1].Total, all[^1].Failed));
        Assert.Equal(SharedCluster.Workers, all[^1].WorkersUp);
        Assert.Equal(all.Select(r => r.Done).Order(), all.Select(r => r.Done));
    }

    [Fact]
    public async Task Failed_items_are_counted_and_a_stream_without_a_count_has_a_total_at_its_end()
    {
        var options = new MapOptions { Progress = _reports, OnError = OnError.Collect };
        var results = await Client.ParallelForIndexedAsync((int x) => 10 / x, Numbers(), options).AllAsync();
        Assert.Equal(50, results.Count);
        Assert.Equal((50, 50, 1), (_reports.All[^1].Done, _reports.All[^1].Total, _reports.All[^1].Failed));
    }

    [Fact]
    public async Task A_submitted_call_and_an_abandoned_stream_are_reported_once_they_end()
    {
        var options = new MapOptions { Progress = _reports };
        Assert.Equal(2, await Client.ParallelSubmit((int x) => x + 1, 1, options).Soon());
        Assert.Equal((1, 1), (_reports.All[^1].Done, _reports.All[^1].Total));
        var stream = new Reports();
        await foreach (var x in Client.ParallelForAsync(x => x, Endless(), new MapOptions { Progress = stream }))
        {
            break;
        }

        Assert.True(stream.All[^1].Done > 0);
        Assert.Null(stream.All[^1].Total);
    }

    private static IEnumerable<int> Numbers()
    {
        for (var i = 0; i < 50; i++)
        {
            yield return i;
        }
    }

    private static IEnumerable<int> Endless()
    {
        for (var i = 0; ; i++)
        {
            yield return i;
        }
    }
}
