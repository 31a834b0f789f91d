namespace ParallelCompute.Tests.Behavior;

/// <summary>Single calls.</summary>
public abstract class SubmitBehavior(SharedCluster cluster)
{
    private ParallelClient Client => cluster.Client;

    [Fact]
    public async Task A_submitted_call_is_awaited_for_its_result()
    {
        var task = Client.ParallelSubmit(x => x + 1, 41);
        Assert.Equal(42, await task.Soon());
        Assert.True(task.IsCompleted);
        Assert.Equal(42, await task);
    }

    [Fact]
    public async Task A_submitted_call_may_be_awaited_by_several()
    {
        var task = Client.ParallelSubmit(_ => Guid.NewGuid(), 0);
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => await task)).Soon();
        Assert.Single(results.Distinct());
    }

    [Fact]
    public async Task A_submitted_call_fails_with_what_its_function_threw()
    {
        var task = Client.ParallelSubmit(int (int x) => throw new InvalidDataException($"bad {x}"), 3);
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(async () => await task.Soon());
        Assert.Equal(("bad 3", 0L), (thrown.Message, thrown.Data["ItemIndex"]));
        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidDataException>(async () => await task));
    }

    [Fact]
    public async Task An_asynchronous_function_may_be_submitted() =>
        Assert.Equal("7", await Client.ParallelSubmit(
            async x =>
            {
                await Task.Yield();
                return $"{x}";
            },
            7).Soon());

    [Fact]
    public async Task A_thousand_calls_at_once_all_come_back()
    {
        var tasks = Enumerable.Range(0, 1000).Select(i => Client.ParallelSubmit(x => 3 * x, i)).ToArray();
        Assert.Equal(Enumerable.Range(0, 1000).Select(x => 3 * x),
            await Task.WhenAll(tasks.Select(t => t.Task)).Soon());
    }

    [Fact]
    public async Task Calls_submitted_from_many_threads_all_come_back()
    {
        var sums = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
        {
            var sum = 0;
            for (var i = 0; i < 50; i++)
            {
                sum += await Client.ParallelSubmit(x => x + 1, n);
            }

            return sum;
        }))).Soon();
        Assert.Equal(Enumerable.Range(0, 8).Select(n => 50 * (n + 1)), sums);
    }

    [Fact]
    public async Task A_call_canceled_while_it_runs_sees_its_token()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var task = Client.ParallelSubmit(
            x =>
            {
                Gate.Pass(path, "running", WorkerContext.Current.CancellationToken);
                return x;
            },
            1);
        var running = await gate.NextAsync();
        task.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await task.Soon());
        await running.GoneAsync();
        Assert.True(task.Task.IsCanceled);
    }

    [Fact]
    public async Task A_call_canceled_before_it_runs_never_runs()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        ParallelTask<int> Submit(string name) => Client.ParallelSubmit(
            x =>
            {
                Gate.Pass(path, name);
                return x;
            },
            1);
        ParallelTask<int>[] running = [Submit("busy"), Submit("busy")];
        await gate.NextAsync(2);
        ParallelTask<int>[] waiting = [.. Enumerable.Range(0, 10).Select(i => Submit($"waiting {i}"))];
        Array.ForEach(waiting, t => t.Cancel());
        foreach (var task in waiting)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await task.Soon());
        }

        // Workers are told, and answer, on another way than that by which the gate opens.
        Assert.True(SpinWait.SpinUntil(() => Client.Snapshot().ItemsInFlight <= running.Length, Gate.Limit));
        gate.Open();
        await running[0].Soon();
        await running[1].Soon();
        await Submit("after").Soon();
        Assert.Equal("after", (await gate.NextAsync()).Name);
    }

    [Fact]
    public async Task The_callers_token_cancels_a_call_too()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        using var source = new CancellationTokenSource();
        var task = Client.ParallelSubmit(
            x =>
            {
                Gate.Pass(path, "running", WorkerContext.Current.CancellationToken);
                return x;
            },
            1, cancellationToken: source.Token);
        var running = await gate.NextAsync();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await task.Soon());
        await running.GoneAsync();
    }

    [Fact]
    public async Task Canceling_a_call_that_is_over_changes_nothing()
    {
        var task = Client.ParallelSubmit(x => x, 1);
        await task.Soon();
        task.Cancel();
        Assert.Equal(1, await task);
    }

    [Fact]
    public async Task A_call_takes_named_values_like_a_map() =>
        Assert.Equal(15, await Client.ParallelSubmit(
            (int x, int bias) => x + bias, 10, arguments: new { bias = 5 }).Soon());

    [Fact]
    public async Task A_wrong_call_fails_its_task()
    {
        var task = Client.ParallelSubmit((int x, int bias) => x + bias, 10);
        Assert.Equal("bias", (await Assert.ThrowsAsync<BindingException>(async () => await task.Soon())).Parameter);
    }
}
