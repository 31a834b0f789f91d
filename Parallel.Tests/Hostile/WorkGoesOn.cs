using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Hostile;

/// <summary>A run that is open while a test has peers misbehave; whatever they did, it ends well.</summary>
public abstract class WorkGoesOn(HostileCluster cluster) : IAsyncLifetime
{
    private const long MostGrowth = 128L << 20;

    private Gate _gate = null!;
    private Task<int[]> _work = Task.FromResult<int[]>([]);
    private int _logged;
    private string[] _workers = [];
    private long _memory;

    public HostileCluster Cluster => cluster;

    /// <summary>What was logged since the test began.</summary>
    protected string[] Log => cluster.Log[_logged..];

    public async Task InitializeAsync()
    {
        (_logged, _workers, _memory) = (cluster.Log.Length, RealWorkers, Environment.WorkingSet);
        _gate = HostileCluster.NewGate();
        var path = _gate.Path;
        _work = cluster.Client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, $"{x}");
                return x * x;
            },
            Enumerable.Range(0, 6), new MapOptions { BatchSize = 1, Resources = HostileCluster.Honest });
        await _gate.NextAsync(HostileCluster.Workers);
    }

    public async Task DisposeAsync()
    {
        _gate.Open();
        await _work.GivesAsync(0, 1, 4, 9, 16, 25);
        await _gate.DisposeAsync();
        Assert.Equal(_workers, RealWorkers);
        Assert.InRange(Environment.WorkingSet - _memory, long.MinValue, MostGrowth);
        cluster.AssertHasNoSecret(string.Join('\n', cluster.Log));
        Assert.All(Log, line => Assert.InRange(line.Length, 1, 500));
    }

    /// <summary>Waits for the one line about what a test did.</summary>
    protected string TheLine(string about)
    {
        Assert.True(
            SpinWait.SpinUntil(() => Log.Any(l => l.Contains(about, StringComparison.Ordinal)), Gate.Limit),
            $"nothing was logged about {about}");
        return Assert.Single(Log, l => l.Contains(about, StringComparison.Ordinal));
    }

    private string[] RealWorkers => [.. cluster.WorkerIds.Where(w => !w.StartsWith("liar", StringComparison.Ordinal))];
}
