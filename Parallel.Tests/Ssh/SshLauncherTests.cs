using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Launchers.Ssh;
using ParallelCompute.Launching;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Tests.InMemory;

namespace ParallelCompute.Tests.Ssh;

/// <summary>Where workers go, and what becomes of them when hosts come and go; without processes.</summary>
public sealed class SshLauncherTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly VirtualTime _time = new();
    private readonly FakeHosts _hosts;
    private readonly ConcurrentQueue<LaunchNotice> _notices = new();
    private int _last;

    public SshLauncherTests() => _hosts = new FakeHosts(_time);

    [Fact]
    public async Task Workers_that_start_together_share_a_guard_on_each_host()
    {
        await using var launcher = Launcher("a", "b");
        await StartAsync(launcher, 5);
        Assert.Equal([("a", "w1 w3 w5"), ("b", "w2 w4")], Told(_hosts));
        await StartAsync(launcher, 1);
        Assert.Contains(("b", "w6"), Told(_hosts));
    }

    [Fact]
    public async Task A_host_gets_no_more_workers_than_it_may_have()
    {
        await using var launcher = Launcher("{ host: a, n_workers: 1 }", "{ host: b, n_workers: 3 }");
        await StartAsync(launcher, 4);
        Assert.Equal([("a", "w1"), ("b", "w2 w3 w4")], Told(_hosts));
        var fault = await Assert.ThrowsAsync<LaunchException>(() => StartAsync(launcher, 2));
        Assert.StartsWith("2 workers are to be started, but the hosts have room for 0 more.", fault.Message);
    }

    [Fact]
    public async Task A_worker_that_its_host_does_not_take_goes_to_another_that_has_less_than_its_share()
    {
        _hosts.Down("a");
        await using var launcher = Launcher("a", "b");
        await StartAsync(launcher, 1);
        Assert.Equal([("a", "w1"), ("b", "w1")], Told(_hosts));
        Assert.Equal(LaunchState.Running, _notices.Last().State);
    }

    [Fact]
    public async Task The_share_of_a_host_that_is_down_waits_and_is_tried_ever_later()
    {
        _hosts.Down("a");
        await using var launcher = Launcher("a", "b");
        await StartAsync(launcher, 4);
        AdvanceUntil(() => _hosts.Tries.Count(t => t.Host == "a") == 5);
        var tries = _hosts.Tries.Where(t => t.Host == "a").Select(t => t.At.TotalSeconds).ToList();
        Assert.All(
            tries.Skip(1).Zip(tries, (later, before) => later - before).Index(),
            pause => Assert.True(pause.Item >= Math.Pow(2, pause.Index), $"pause {pause.Index} was {pause.Item} s"));
        Assert.Contains(_notices, n => n is { Worker: "w1", State: LaunchState.Pending } &&
            n.Detail.Contains("Host a: host down", StringComparison.Ordinal));
        _hosts.Up("a");
        AdvanceUntil(() => Running().Count == 4);
        Assert.Equal(2, _hosts.Guards.Single(g => g.Value == "a").Key.Workers.Count);
    }

    [Fact]
    public async Task When_no_host_takes_any_that_is_told_at_once_and_nothing_is_tried_again()
    {
        _hosts.Down("a");
        _hosts.Down("b");
        await using var launcher = Launcher("a", "b");
        var fault = await Assert.ThrowsAsync<LaunchException>(() => StartAsync(launcher, 3));
        Assert.Equal("Host a: host down.\nHost b: host down.", fault.Message);
        var tries = _hosts.Tries.Count;
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(tries, _hosts.Tries.Count);
        Assert.DoesNotContain(_notices, n => n.State == LaunchState.Running);

        // Whoever asks again is not made to wait for earlier failures.
        _hosts.Up("a");
        await StartAsync(launcher, 2);
        Assert.Contains(_notices, n => n.State == LaunchState.Running);
    }

    [Fact]
    public async Task When_all_hosts_are_lost_they_are_waited_for_as_long_as_a_start_may_take()
    {
        await using var launcher = Launcher("a", "b");
        await StartAsync(launcher, 2);
        _hosts.Lose("a");
        _hosts.Lose("b");
        Assert.Equal(2, _notices.Count(n => n.State == LaunchState.Exited));
        await StartAsync(launcher, 2);
        AdvanceUntil(() => _notices.Count(n => n.State == LaunchState.Exited) == 4);
        Assert.True(_time.GetTimestamp() >= Patience.Ticks);
        await Assert.ThrowsAsync<LaunchException>(() => StartAsync(launcher, 1));
    }

    [Fact]
    public async Task A_worker_that_waits_for_its_host_can_be_told_to_leave()
    {
        _hosts.Down("a");
        await using var launcher = Launcher("a", "b");
        await StartAsync(launcher, 2);
        var waiting = _notices.Last(n => n.State == LaunchState.Pending).Worker;
        await launcher.StopAsync([waiting], TimeSpan.FromHours(1)).Soon();
        Assert.Equal(LaunchState.Exited, _notices.Last(n => n.Worker == waiting).State);
        _hosts.Up("a");
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.DoesNotContain(waiting, Running());
    }

    [Fact]
    public async Task However_hosts_come_and_go_each_worker_ends_once_and_none_is_left()
    {
        var first = int.Parse(
            Environment.GetEnvironmentVariable(Seeds.Variable) ?? "1", CultureInfo.InvariantCulture);
        for (var seed = first; seed < first + 200; seed++)
        {
            await PlayAsync(new Random(seed), seed);
        }
    }

    private async Task PlayAsync(Random random, int seed)
    {
        var (hosts, notices) = (new FakeHosts(_time), new ConcurrentQueue<LaunchNotice>());
        string[] names = ["a", "b", "c"];
        HashSet<string> started = [];
        await using (var launcher = Launcher(hosts, names))
        {
            for (var step = 0; step < 20; step++)
            {
                var host = names[random.Next(names.Length)];
                switch (random.Next(6))
                {
                    case 0:
                        hosts.Lose(host);
                        break;
                    case 1 or 2:
                        hosts.Up(host);
                        break;
                    case 3:
                        await launcher.StopAsync(
                            [.. started.Where(_ => random.Next(4) == 0)], TimeSpan.Zero).Soon();
                        break;
                    case 4:
                        _time.Advance(TimeSpan.FromSeconds(random.Next(90)));
                        break;
                    default:
                        var request = Request(random.Next(1, 4));
                        if (await Record.ExceptionAsync(
                            () => launcher.StartAsync(request, notices.Enqueue, CancellationToken.None).Soon()) is null)
                        {
                            started.UnionWith(request.Workers);
                        }

                        break;
                }
            }
        }

        Assert.True(hosts.Guards.All(g => g.Key.Workers.Count == 0), $"seed {seed}: a guard is left");
        foreach (var worker in notices.GroupBy(n => n.Worker))
        {
            var states = worker.Select(n => n.State).ToList();
            Assert.True(states.Count(s => s == LaunchState.Running) <= 1, $"seed {seed}: {worker.Key} ran twice");
            Assert.True(states.Count(s => s == LaunchState.Exited) <= 1, $"seed {seed}: {worker.Key} ended twice");
            Assert.True(
                !states.Contains(LaunchState.Running) || states[^1] == LaunchState.Exited,
                $"seed {seed}: {worker.Key} is told of after its end, or never ended");
        }
    }

    private SshLauncher Launcher(params string[] hosts) => Launcher(_hosts, hosts);

    private SshLauncher Launcher(FakeHosts fake, string[] hosts) => new(
        SshHost.Of(ClusterSettings.From(ParallelConfig.Parse(
            $"env: ssh\nn_workers: 1\noptions:\n  hosts: [{string.Join(", ", hosts)}]"))),
        fake.StartAsync, Patience, NullLogger.Instance, _time);

    private Task StartAsync(SshLauncher launcher, int workers) =>
        launcher.StartAsync(Request(workers), _notices.Enqueue, CancellationToken.None).Soon();

    private LaunchRequest Request(int workers) => new(
        [.. Enumerable.Range(0, workers).Select(_ => string.Create(CultureInfo.InvariantCulture, $"w{++_last}"))],
        Task.FromResult(new JoinTicket("builtin", "none")), Task.CompletedTask, 1, new Dictionary<string, string>());

    private List<string> Running() =>
        [.. _notices.GroupBy(n => n.Worker).Where(w => w.Last().State == LaunchState.Running).Select(w => w.Key)];

    private static List<(string Host, string Workers)> Told(FakeHosts hosts) =>
        [.. hosts.Tries.Select(t => (t.Host, string.Join(' ', t.Workers))).Order()];

    /// <summary>In small steps: whoever is to wait for a moment must have begun to before it has passed.</summary>
    private void AdvanceUntil(Func<bool> isSo) => Assert.True(SpinWait.SpinUntil(
        () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return isSo();
        },
        Gate.Limit));
}
