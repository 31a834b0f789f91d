namespace ParallelCompute.Tests.Behavior;

/// <summary>The setup that a client is opened with.</summary>
public abstract class SetupBehavior(IClusterFixture fixture)
{
    private static int s_setups;

    [Fact]
    public async Task Setup_runs_once_on_every_worker_also_on_one_that_joins_late()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await using var client = await fixture.OpenAsync(
            SharedCluster.Config(), () => new { setup = Interlocked.Increment(ref s_setups) }).Soon();
        var map = client.ParallelMapAsync(
            (int x, int setup) =>
            {
                Gate.Pass(path, WorkerContext.Current.WorkerId);
                return (WorkerContext.Current.WorkerId, setup);
            },
            Enumerable.Range(0, 2));
        var visits = await gate.NextAsync(2);
        await fixture.KillWorkerAsync(client, visits[0].Name);
        // The other worker is busy: only the replacement can take the lost item.
        var late = await gate.NextAsync();
        Assert.DoesNotContain(late.Name, visits.Select(v => v.Name));
        gate.Open();
        Assert.Equal([(late.Name, 1), (visits[1].Name, 1)], (await map.Soon()).OrderBy(r => r.WorkerId != late.Name));
        var again = await client.ParallelMapAsync((int x, int setup) => setup, Enumerable.Range(0, 1000)).Soon();
        Assert.All(again, setup => Assert.Equal(1, setup));
    }

    [Fact]
    public async Task No_item_starts_on_a_worker_before_its_setup_is_done()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var opening = fixture.OpenAsync(
            SharedCluster.Config(),
            () =>
            {
                Gate.Pass(path, $"setup {WorkerContext.Current.WorkerId}");
                return new { ready = true };
            });
        var setups = await gate.NextAsync(2);
        Assert.False(opening.IsCompleted);
        setups[0].Release();
        await using var client = await opening.Soon();
        var states = client.Snapshot().Workers.ToDictionary(w => $"setup {w.Id}", w => w.State);
        Assert.Equal((WorkerState.Ready, WorkerState.SettingUp), (states[setups[0].Name], states[setups[1].Name]));
        var who = await client.ParallelMapAsync(_ => WorkerContext.Current.WorkerId, Enumerable.Range(0, 100)).Soon();
        Assert.All(who, w => Assert.Equal(setups[0].Name, $"setup {w}"));
        setups[1].Release();
        await client.WaitForWorkersAsync(2, Gate.Limit).Soon();
        Assert.All(client.Snapshot().Workers, w => Assert.Equal(WorkerState.Ready, w.State));
    }

    [Fact]
    public async Task Environment_values_are_disposed_when_the_client_closes()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var client = await fixture.OpenAsync(
            SharedCluster.Config(),
            () => new { model = new Resource(path, "model"), data = new AsyncResource(path, "data") }).Soon();
        await client.WaitForWorkersAsync(2, Gate.Limit).Soon();
        await gate.HasNoVisitorAsync();
        await client.DisposeAsync();
        var ends = await gate.NextAsync(4);
        Assert.Equal(
            ["data disposed asynchronously", "data disposed asynchronously", "model disposed", "model disposed"],
            ends.Select(e => e.Name).Order());
    }

    [Fact]
    public async Task A_setup_that_throws_fails_the_opening_with_the_original_inside()
    {
        var failed = await Assert.ThrowsAsync<SetupException>(() => fixture.OpenAsync(
            SharedCluster.Config(), object () => throw new InvalidDataException("no model")).Soon());
        Assert.Equal("no model", Assert.IsType<InvalidDataException>(failed.InnerException).Message);
        Assert.Contains(nameof(SetupBehavior), failed.InnerException.StackTrace, StringComparison.Ordinal);
        Assert.Matches("w[0-9]+$", failed.WorkerId);
    }

    [Fact]
    public async Task An_asynchronous_setup_that_throws_fails_the_opening() =>
        Assert.IsType<InvalidDataException>((await Assert.ThrowsAsync<SetupException>(() => fixture.OpenAsync(
            SharedCluster.Config(1), async Task<object> () =>
            {
                await Task.Yield();
                throw new InvalidDataException("no model");
            }).Soon())).InnerException);

    [Fact]
    public async Task A_setup_that_returns_null_fails_the_opening() =>
        Assert.Contains(
            "setup must return named values",
            (await Assert.ThrowsAsync<SetupException>(
                () => fixture.OpenAsync(SharedCluster.Config(1), object? () => null).Soon())).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task A_setup_that_returns_a_list_fails_the_opening() =>
        Assert.Contains(
            "setup must return named values",
            (await Assert.ThrowsAsync<SetupException>(
                () => fixture.OpenAsync(SharedCluster.Config(1), object () => new List<int> { 1 }).Soon())).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task A_setup_that_takes_too_long_fails_the_opening()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var config = SharedCluster.Config(1);
        config.Options["setup_timeout"] = "1 s";
        var failed = await Assert.ThrowsAsync<SetupException>(() => fixture.OpenAsync(
            config, () =>
            {
                Gate.Pass(path, "setup");
                return new { late = true };
            }).Soon());
        Assert.Contains("setup_timeout", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setup_that_throws_on_one_worker_only_fails_every_call_that_needs_it()
    {
        using var folder = new TemporaryFolder();
        await using var gate = new Gate();
        var (path, file) = (gate.Path, Path.Combine(folder.Path, "once"));
        await using var client = await fixture.OpenAsync(
            SharedCluster.Config(1), () =>
            {
                using var first = new FileStream(file, FileMode.CreateNew);
                return new { first = true };
            }).Soon();
        await FailsEverywhereAsync(client, gate, "already exists");
        // Another setup is another environment.
        await client.ParallelMapAsync((int x, int add) => x + add, [1], setup: () => new { add = 2 }).GivesAsync(3);
    }

    [Fact]
    public async Task A_setup_that_hangs_on_one_worker_only_fails_every_call_that_needs_it()
    {
        using var folder = new TemporaryFolder();
        await using var gate = new Gate();
        await using var hang = new Gate();
        var (path, file) = (hang.Path, Path.Combine(folder.Path, "once"));
        var config = SharedCluster.Config(1);
        config.Options["setup_timeout"] = "1 s";
        await using var client = await fixture.OpenAsync(
            config, () =>
            {
                if (File.Exists(file))
                {
                    Gate.Pass(path, "setup");
                }

                File.WriteAllText(file, "");
                return new { first = true };
            }).Soon();
        await FailsEverywhereAsync(client, gate, "setup_timeout");
    }

    [Fact]
    public async Task A_setup_that_returns_no_named_values_on_one_worker_only_fails_every_call_that_needs_it()
    {
        using var folder = new TemporaryFolder();
        await using var gate = new Gate();
        var file = Path.Combine(folder.Path, "once");
        await using var client = await fixture.OpenAsync(
            SharedCluster.Config(1), object () =>
            {
                var isFirst = !File.Exists(file);
                File.WriteAllText(file, "");
                return isFirst ? new { first = true } : new List<int> { 1 };
            }).Soon();
        await FailsEverywhereAsync(client, gate, "setup must return named values");
    }

    /// <summary>With a second worker, what runs on the first one fails, and so does what comes after it.</summary>
    private static async Task FailsEverywhereAsync(ParallelClient client, Gate gate, string reason)
    {
        var path = gate.Path;
        var map = client.ParallelMapAsync(
            (int x, bool first) =>
            {
                Gate.Pass(path, $"{x}", WorkerContext.Current.CancellationToken);
                return x;
            },
            [1]);
        await gate.NextAsync();
        await client.ScaleAsync(2).Soon();
        foreach (var fails in (Func<Task>[])
            [
                () => map.Soon(), () => client.WaitForWorkersAsync(2, Gate.Limit).Soon(),
                () => client.ParallelMapAsync((int x, bool first) => x, [1]).Soon(),
            ])
        {
            var failed = await Assert.ThrowsAsync<SetupException>(fails);
            Assert.Contains(reason, $"{failed}", StringComparison.Ordinal);
        }
    }
}
