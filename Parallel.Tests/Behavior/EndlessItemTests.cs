namespace ParallelCompute.Tests.Behavior;

/// <summary>Code that only the end of its process can stop.</summary>
[Collection(Processes.Name)]
public sealed class EndlessItemTests
{
    [Fact]
    public async Task Endless_loops_and_blocking_calls_end_with_their_worker()
    {
        var config = SharedCluster.Config(1);
        config.Options["cancel_grace"] = "200 ms";
        await using var client = await new LocalFixture().OpenAsync(config).Soon();
        var options = new MapOptions
        {
            ItemTimeout = TimeSpan.FromMilliseconds(50), OnError = OnError.Collect, BatchSize = 3,
        };
        var results = await client.ParallelForIndexedAsync(
            x =>
            {
                while (x == 1)
                {
                    // Nothing that could be told to end.
                }

                if (x == 2)
                {
                    Thread.CurrentThread.Join();
                }

                return x;
            },
            Enumerable.Range(0, 6), options).AllAsync();
        Assert.Equal([1, 2], results.Where(r => r.Error is ItemTimeoutException).Select(r => r.Index).Order());
        Assert.Equal([0, 3, 4, 5], results.Where(r => r.Error is null).Select(r => r.Value).Order());
    }
}
