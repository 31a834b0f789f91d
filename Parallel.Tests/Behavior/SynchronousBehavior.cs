namespace ParallelCompute.Tests.Behavior;

/// <summary>The calls that wait.</summary>
public abstract class SynchronousBehavior(SharedCluster cluster)
{
    private static readonly int[] Items = [.. Enumerable.Range(0, 100)];

    private ParallelClient Client => cluster.Client;

    [Fact]
    public void A_map_waits_for_its_results() =>
        Assert.Equal(Items.Select(x => x * x), Client.ParallelMap(x => x * x, Items));

    [Fact]
    public void A_map_throws_the_exception_itself() =>
        Assert.Throws<InvalidDataException>(() => Client.ParallelMap(
            x => x == 50 ? throw new InvalidDataException("fifty") : x, Items));

    [Fact]
    public void A_stream_is_an_ordinary_enumerable()
    {
        Assert.Equal(Items, Client.ParallelFor(x => x, Items).Order());
        Assert.Equal(
            Items.Select(x => ((long)x, x, -x)),
            Client.ParallelForIndexed(x => -x, Items).OrderBy(r => r.Index).Select(r => (r.Index, r.Input, r.Value)));
    }

    [Fact]
    public void A_stream_throws_where_it_is_enumerated()
    {
        var stream = Client.ParallelFor(x => x < 0 ? x : throw new InvalidDataException("all"), Items);
        Assert.Throws<InvalidDataException>(() => stream.Count());
    }

    [Fact]
    public void A_stream_that_is_left_ends_its_run()
    {
        var input = new Inputs();
        Assert.Equal(
            50, Client.ParallelFor(x => x, input.Items(), new MapOptions { MaxInFlight = 10 }).Take(50).Count());
        Assert.InRange(input.Pulled, 50, 60);
        Assert.Equal(0, Client.Snapshot().Runs);
    }

    [Fact]
    public async Task Waiting_calls_work_under_a_synchronization_context_that_is_busy_waiting()
    {
        var done = new TaskCompletionSource<(int[] Map, int[] Stream, int Submitted)>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            // A user interface's thread: what is posted to it runs when this method has returned, which is never.
            SynchronizationContext.SetSynchronizationContext(new DeafContext());
            try
            {
                done.SetResult((
                    Client.ParallelMap(x => x + 1, [1, 2]), [.. Client.ParallelFor(x => x, [1, 2]).Order()],
                    Client.ParallelSubmit(x => x + 1, 41).Task.GetAwaiter().GetResult()));
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        { IsBackground = true }.Start();
        var (map, stream, submitted) = await done.Task.Soon();
        Assert.Equal([2, 3], map);
        Assert.Equal([1, 2], stream);
        Assert.Equal(42, submitted);
    }

    private sealed class DeafContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            // Nobody pumps.
        }
    }
}
