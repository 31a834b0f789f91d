using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Standalone;

/// <summary>Several clients of one dispatcher, and what becomes of them when it, or the way to it, is lost.</summary>
[Collection(Processes.Name)]
#pragma warning disable CA1001 // What it owns is disposed by IAsyncLifetime.
public sealed class StandaloneTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly DispatcherProcess _dispatcher =
        new("protocol=tcp", "host=127.0.0.1", "death_timeout=10", "cancel_grace=1");

    private readonly TemporaryFolder _folder = new();

    public Task InitializeAsync() => _dispatcher.StartAsync();

    public async Task DisposeAsync()
    {
        await _dispatcher.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Clients_at_once_share_the_workers_and_keep_their_own_environments()
    {
        await using var one = await OpenAsync(1, () => new { who = "one" });
        await using var two = await OpenAsync(1, () => new { who = "two" });
        await Task.WhenAll(one.WaitForWorkersAsync(2, Gate.Limit), two.WaitForWorkersAsync(2, Gate.Limit));
        var (first, second) = (
            one.ParallelMapAsync((int x, string who) => $"{who} {x}", Enumerable.Range(0, 5000)),
            two.ParallelMapAsync((int x, string who) => $"{who} {x}", Enumerable.Range(0, 5000)));
        var ran = await Task.WhenAll(first, second).Soon();
        Assert.Equal(Enumerable.Range(0, 5000).Select(x => $"one {x}"), ran[0]);
        Assert.Equal(Enumerable.Range(0, 5000).Select(x => $"two {x}"), ran[1]);
        Assert.Equal(2, one.Snapshot().Workers.Count);
    }

    [Fact]
    public async Task A_client_that_leaves_takes_its_workers_along_and_the_others_go_on()
    {
        await using var stays = await OpenAsync(1);
        await using (var leaves = await OpenAsync(1))
        {
            await stays.WaitForWorkersAsync(2, Gate.Limit);
            await leaves.ParallelMapAsync(x => x + 1, [1]).GivesAsync(2);
        }

        Assert.True(SpinWait.SpinUntil(() => stays.Snapshot().Workers.Count == 1, Gate.Limit));
        await stays.ParallelMapAsync(x => x + 1, [1, 2, 3]).GivesAsync(2, 3, 4);
    }

    [Fact]
    public async Task A_connection_that_breaks_again_and_again_loses_nothing_and_runs_nothing_twice()
    {
        var copy = Path.Combine(_folder.Path, "relayed");
        await using var relay = new Relay(_dispatcher.File, copy);
        // Workers of their own: these are not to lose their connections.
        using var worker = _dispatcher.StartWorker("by-hand", slots: 2);
        await using var client = await OpenAsync(0, file: copy);
        var seen = 0;
        await foreach (var result in client.ParallelForIndexedAsync(
            x => new string((char)('a' + (x % 26)), x % 1000), Enumerable.Range(0, 100_000)))
        {
            Assert.Equal((1, result.Index % 1000), (result.Attempt, result.Value!.Length));
            if (seen++ % 10_000 == 5_000)
            {
                relay.Cut();
            }
        }

        Assert.Equal(100_000, seen);
        Assert.InRange(relay.Made, 6, 12);
    }

    [Fact]
    public async Task A_dispatcher_that_is_killed_and_started_again_is_told_what_is_open()
    {
        using var worker = _dispatcher.StartWorker("by-hand", slots: 2);
        await using var client = await OpenAsync(1, () => new { scale = 3 });
        await client.WaitForWorkersAsync(2, Gate.Limit);
        await using var gate = new Gate();
        var path = gate.Path;
        var waiting = client.ParallelSubmit((int x, int scale) =>
        {
            Gate.Pass(path, "stuck");
            return x * scale;
        }, 7);
        await gate.NextAsync();
        var seen = new HashSet<int>();
        await foreach (var value in client.ParallelForAsync(
            (int x, int scale) => x * scale, Enumerable.Range(0, 200_000)))
        {
            Assert.True(seen.Add(value));
            if (seen.Count is 20_000 or 100_000)
            {
                await _dispatcher.KillAsync();
                gate.Open();
                await _dispatcher.StartAsync();
            }
        }

        Assert.Equal(200_000, seen.Count);
        Assert.Equal(199_999 * 3, seen.Max());
        Assert.Equal(21, await waiting.Soon());
        Assert.False(worker.HasExited);
        await client.ParallelMapAsync((int x, int scale) => x * scale, [5]).GivesAsync(15);
    }

    [Fact]
    public async Task A_dispatcher_that_does_not_come_back_fails_what_is_open()
    {
        await using var client = await OpenAsync(1, deathTimeout: "1 s");
        await using var gate = new Gate();
        var path = gate.Path;
        var map = client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, "stuck");
                return x;
            },
            [1]);
        await gate.NextAsync();
        await _dispatcher.KillAsync();
        var lost = await Assert.ThrowsAsync<ParallelException>(() => map.Soon());
        Assert.Contains("did not come back within 1 s (death_timeout)", lost.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ParallelException>(() => client.ParallelMapAsync(x => x, [1]).Soon());
        await client.DisposeAsync().AsTask().Soon();
    }

    [Fact]
    public async Task What_a_client_that_was_killed_runs_ends_when_it_could_have_come_back()
    {
        await using var client = await OpenAsync(1);
        var mark = Guid.NewGuid().ToString("N");
        using (var program = new HelperProcess(AppContext.BaseDirectory, "guest", mark, _dispatcher.File))
        {
            Assert.Equal("ready", await program.ReadLineAsync());
            Assert.Equal(1, client.Snapshot().Runs);
            await program.KillAsync();
        }

        Assert.True(SpinWait.SpinUntil(() => SiloProcesses.Of(mark).Count == 0, Gate.Limit));
        // What it had running here does not listen: the worker is killed for it and replaced.
        await client.ParallelMapAsync(x => x * x, [1, 2, 3]).GivesAsync(1, 4, 9);
        Assert.Equal(0, client.Snapshot().Runs);
    }

    [Fact]
    public async Task The_end_of_the_dispatcher_is_that_of_its_workers_and_files()
    {
        using var worker = _dispatcher.StartWorker("by-hand");
        await using (var client = await OpenAsync(0))
        {
            await client.ParallelMapAsync(x => x, [1]).GivesAsync(1);
        }

        Assert.Equal(0, await _dispatcher.EndAsync());
        await worker.WaitForExitAsync().Soon();
        Assert.Equal(0, worker.ExitCode);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_dispatcher.File)!, "credentials*"));
    }

    [Fact]
    public async Task Only_the_owner_can_read_its_files_and_only_one_dispatcher_can_use_them()
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.All(
            Directory.GetFiles(Path.GetDirectoryName(_dispatcher.File)!, "credentials*"),
            file => Assert.Equal(Owner, new FileInfo(file).UnixFileMode));
        var (code, errors) = await DispatcherProcess.FailAsync(_dispatcher.File);
        Assert.Equal(1, code);
        Assert.Contains("Is a dispatcher running with these credentials?", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hots=a", 1, "Did you mean 'host'?")]
    [InlineData("port=x", 1, "'port'")]
    [InlineData("host", 2, "'host' is no OPTION=VALUE")]
    public async Task Options_with_faults_are_refused(string option, int expected, string says)
    {
        var (code, errors) = await DispatcherProcess.FailAsync(Path.Combine(_folder.Path, "other"), option);
        Assert.Equal(expected, code);
        Assert.Contains(says, errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Where_no_dispatcher_is_a_client_says_how_to_start_one()
    {
        await _dispatcher.KillAsync();
        var refused = await Assert.ThrowsAsync<LaunchException>(() => OpenAsync(1));
        Assert.Contains($"parallel-silo dispatcher {_dispatcher.File}", refused.Message, StringComparison.Ordinal);
        var missing = Path.Combine(_folder.Path, "missing");
        refused = await Assert.ThrowsAsync<LaunchException>(() => OpenAsync(1, file: missing));
        Assert.Contains(missing, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dispatcher_of_a_client_serves_no_other_one()
    {
        var file = Path.Combine(_folder.Path, "own");
        var config = SharedCluster.Config(1);
        config.Options["credentials_file"] = file;
        await using var owner = await new LocalFixture().OpenAsync(config).Soon();
        var refused = await Assert.ThrowsAsync<LaunchException>(() => OpenAsync(1, file: file));
        Assert.Contains("serves no other one", refused.Message, StringComparison.Ordinal);
        await owner.ParallelMapAsync(x => x, [1]).GivesAsync(1);
    }

    [Fact]
    public async Task Without_workers_of_anybody_runs_fail_after_start_timeout()
    {
        var worker = _dispatcher.StartWorker("by-hand");
        await using var client = await OpenAsync(0, startTimeout: "1 s");
        await using var gate = new Gate();
        var path = gate.Path;
        var map = client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, "here");
                return x;
            },
            [1]);
        await gate.NextAsync();
        worker.Kill();
        worker.Dispose();
        var none = await Assert.ThrowsAsync<LaunchException>(() => map.Soon());
        Assert.Contains("none has come within 1 s (start_timeout)", none.Message, StringComparison.Ordinal);
    }

    private Task<ParallelClient> OpenAsync(
        int workers, Delegate? setup = null, string? file = null, string deathTimeout = "10 s",
        string startTimeout = "1 min") =>
        ParallelCluster.GetClientAsync(
            new ParallelConfig
            {
                NWorkers = workers,
                Options =
                {
                    ["dispatcher"] = file ?? _dispatcher.File, ["death_timeout"] = deathTimeout,
                    ["start_timeout"] = startTimeout, ["cancel_grace"] = "1 s",
                },
            },
            setup).Soon();
}
