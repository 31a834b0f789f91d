using System.Diagnostics;

namespace ParallelCompute.Tests.Behavior;

/// <summary>The end of a client.</summary>
public abstract class ClosingBehavior(IClusterFixture fixture)
{
    [Fact]
    public async Task Closing_twice_is_closing_once()
    {
        var client = await fixture.OpenAsync(SharedCluster.Config()).Soon();
        await Task.WhenAll(client.DisposeAsync().AsTask(), client.DisposeAsync().AsTask()).Soon();
        await client.DisposeAsync();
        client.Dispose();
    }

    [Fact]
    public async Task A_closed_client_refuses_every_call()
    {
        var client = await fixture.OpenAsync(SharedCluster.Config(1)).Soon();
        await client.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.ParallelMapAsync(x => x, [1]).Soon());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.ParallelForAsync(x => x, [1]).AllAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.ParallelForIndexedAsync(x => x, [1]).AllAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await client.ParallelSubmit(x => x, 1).Soon());
        Assert.Throws<ObjectDisposedException>(() => client.ParallelMap(x => x, [1]));
        Assert.Throws<ObjectDisposedException>(() => client.ParallelFor(x => x, [1]).Count());
        Assert.Throws<ObjectDisposedException>(client.Snapshot);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.WaitForWorkersAsync(1, Gate.Limit));
    }

    [Fact]
    public async Task Closing_cancels_what_is_open()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var client = await fixture.OpenAsync(SharedCluster.Config()).Soon();
        int Wait(int x)
        {
            Gate.Pass(path, $"{x}", WorkerContext.Current.CancellationToken);
            return x;
        }

        var map = client.ParallelMapAsync(Wait, Enumerable.Range(0, 10));
        var stream = client.ParallelForAsync(Wait, new Inputs().Items()).AllAsync();
        var submitted = client.ParallelSubmit(Wait, 1);
        await gate.NextAsync(2);
        await client.DisposeAsync().AsTask().Soon();
        foreach (var open in (Task[])[map, stream, submitted.Task])
        {
            var ended = await Assert.ThrowsAsync<ParallelException>(() => open.Soon());
            Assert.Contains("client was closed", ended.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Closing_takes_no_longer_than_the_grace_where_user_code_does_not_listen()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var client = await fixture.OpenAsync(SharedCluster.Config()).Soon();
        var map = client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, $"{x}");
                return x;
            },
            [1, 2]);
        await gate.NextAsync(2);
        var began = Stopwatch.GetTimestamp();
        await client.DisposeAsync().AsTask().Soon();
        // A second of grace for the items, a little more for the workers, and room for a slow machine.
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        await Assert.ThrowsAsync<ParallelException>(() => map.Soon());
    }
}
