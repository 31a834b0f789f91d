namespace ParallelCompute.Tests.Behavior;

/// <summary>The environments of a client: built once per worker, replaced by the next setup.</summary>
public abstract class EnvironmentBehavior(SharedCluster cluster)
{
    private static int s_setups;

    private ParallelClient Client => cluster.Client;

    private static string Tell(int x, string who) => $"{who}{x}";

    [Fact]
    public async Task A_calls_setup_runs_once_on_each_worker()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var before = await Client.ParallelSubmit(_ => s_setups, 0, setup: () => new { setup = ++s_setups }).Soon();
        var map = Client.ParallelMapAsync(
            (int x, int setup) =>
            {
                Gate.Pass(path, $"{x}");
                return (WorkerContext.Current.WorkerId, setup);
            },
            Enumerable.Range(0, 2), setup: () => new { setup = ++s_setups });
        await gate.NextAsync(2);
        gate.Open();
        var seen = await map.Soon();
        Assert.Equal(2, seen.Select(s => s.WorkerId).Distinct().Count());
        Assert.All(seen, s => Assert.Equal(before + 1, s.setup));
        var again = await Client.ParallelMapAsync((int x, int setup) => setup, Enumerable.Range(0, 1000)).Soon();
        Assert.All(again, setup => Assert.Equal(before + 1, setup));
    }

    [Fact]
    public async Task A_calls_setup_replaces_the_clients_environment()
    {
        await Client.ParallelMapAsync<int, string>(Tell, [1], setup: () => new { who = "a" }).GivesAsync("a1");
        await Client.ParallelMapAsync<int, string>(Tell, [2]).GivesAsync("a2");
        await Client.ParallelMapAsync<int, string>(Tell, [3], setup: () => new { who = "b" }).GivesAsync("b3");
        await Client.ParallelMapAsync<int, string>(Tell, [4]).GivesAsync("b4");
    }

    [Fact]
    public async Task Setup_may_return_a_dictionary_or_be_asynchronous()
    {
        await Client.ParallelMapAsync<int, string>(
            Tell, [1], setup: () => new Dictionary<string, object?> { ["who"] = "d" }).GivesAsync("d1");
        await Client.ParallelMapAsync<int, string>(
            Tell, [1], setup: async () =>
            {
                await Task.Yield();
                return new { who = "t" };
            }).GivesAsync("t1");
    }

    [Fact]
    public async Task Setup_may_capture_what_it_needs()
    {
        var name = "captured";
        await Client.ParallelMapAsync<int, string>(Tell, [1], setup: () => new { who = name }).GivesAsync("captured1");
    }

    [Fact]
    public async Task Environments_may_hold_what_cannot_travel()
    {
        var lengths = await Client.ParallelMapAsync(
            (int x, StringReader reader) => reader.Peek() + x, [1, 2], setup: () =>
                new { reader = new StringReader("a") })
            .Soon();
        Assert.Equal(['a' + 1, 'a' + 2], lengths);
    }

    [Fact]
    public async Task Values_of_a_replaced_environment_are_disposed_on_each_worker()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        await Client.ParallelMapAsync(
            (int x, Resource model) => model.Name, [1, 2],
            setup: () => new { model = new Resource(path, "model"), data = new AsyncResource(path, "data") }).Soon();
        await gate.HasNoVisitorAsync();
        await Client.ParallelMapAsync(x => x, [1, 2], setup: () => new { nothing = 0 }).Soon();
        var ends = await gate.NextAsync(4);
        Assert.Equal(
            ["data disposed asynchronously", "data disposed asynchronously", "model disposed", "model disposed"],
            ends.Select(e => e.Name).Order());
    }

    [Fact]
    public async Task An_environment_lives_as_long_as_runs_that_use_it()
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var first = Client.ParallelMapAsync(
            (int x, Resource model) =>
            {
                Gate.Pass(path, "running");
                return model.Name;
            },
            [1], setup: () => new { model = new Resource(path, "model") });
        var running = await gate.NextAsync();
        await Client.ParallelMapAsync(x => x, [1], setup: () => new { nothing = 0 }).Soon();
        await gate.HasNoVisitorAsync();
        running.Release();
        await first.GivesAsync("model");
        Assert.All(await gate.NextAsync(2), e => Assert.Equal("model disposed", e.Name));
    }

    [Fact]
    public async Task A_setup_that_throws_fails_its_call_with_the_original_inside()
    {
        var failed = await Assert.ThrowsAsync<SetupException>(() => Client.ParallelMapAsync(
            x => x, [1], setup: object () => throw new InvalidDataException("no model")).Soon());
        Assert.Equal("no model", Assert.IsType<InvalidDataException>(failed.InnerException).Message);
        Assert.Contains(failed.WorkerId, Client.Snapshot().Workers.Select(w => w.Id));
        await Client.ParallelMapAsync<int, string>(Tell, [1], setup: () => new { who = "b" }).GivesAsync("b1");
    }

    [Fact]
    public async Task A_setup_that_returns_nothing_fails_its_call()
    {
        var failed = await Assert.ThrowsAsync<SetupException>(
            () => Client.ParallelMapAsync(x => x, [1], setup: object? () => null).Soon());
        Assert.Contains("setup must return named values", failed.Message, StringComparison.Ordinal);
        await Client.ParallelMapAsync(x => x, [1], setup: () => new { who = "b" }).GivesAsync(1);
    }

    [Fact]
    public async Task A_setup_that_cannot_travel_is_refused()
    {
        var reader = new StringReader("");
        var refused = await Assert.ThrowsAsync<ShippingException>(
            () => Client.ParallelMapAsync(x => x, [1], setup: () => new { reader }).Soon());
        Assert.Contains("'reader'", refused.Path, StringComparison.Ordinal);
    }
}
