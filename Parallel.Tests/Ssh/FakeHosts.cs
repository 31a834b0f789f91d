using System.Collections.Concurrent;
using ParallelCompute.Launchers.Ssh;
using ParallelCompute.Tests.InMemory;

namespace ParallelCompute.Tests.Ssh;

/// <summary>Hosts without a network: a test says which can be reached.</summary>
internal sealed class FakeHosts(VirtualTime time)
{
    private readonly ConcurrentDictionary<string, bool> _down = new(StringComparer.Ordinal);

    /// <summary>Every try to start a guard, with the time.</summary>
    public ConcurrentQueue<(string Host, string[] Workers, TimeSpan At)> Tries { get; } = new();

    public ConcurrentDictionary<FakeGuard, string> Guards { get; } = new();

    public void Down(string host) => _down[host] = true;

    public void Up(string host) => _down.TryRemove(host, out _);

    /// <summary>The host is gone, and its guards with it.</summary>
    public void Lose(string host)
    {
        Down(host);
        foreach (var guard in Guards.Where(g => g.Value == host).Select(g => g.Key))
        {
            guard.Lose();
        }
    }

    public Task<IHostGuard> StartAsync(
        SshHost host, IReadOnlyList<Waiting> workers, Action<string> lost, CancellationToken cancellationToken)
    {
        Tries.Enqueue((host.Name, [.. workers.Select(w => w.Worker)], TimeSpan.FromTicks(time.GetTimestamp())));
        if (_down.ContainsKey(host.Name))
        {
            throw new LaunchException($"Host {host.Name}: host down.");
        }

        var guard = new FakeGuard(workers, lost);
        Guards[guard] = host.Name;
        _ = guard.Ended.ContinueWith(_ => Guards.TryRemove(guard, out string? _), TaskScheduler.Default);
        return Task.FromResult<IHostGuard>(guard);
    }
}
