using ParallelCompute.Clusters;
using ParallelCompute.Runtime;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Tests.Connections;

namespace ParallelCompute.Tests.Guarding;

/// <summary>A client whose workers have guards of their own, in both ways that these tell of deaths.</summary>
internal sealed class GuardedCluster : IAsyncDisposable
{
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly TemporaryFolder _folder = new();

    private GuardedCluster(GuardLauncher launcher, RecordedLog log) => (Launcher, Log) = (launcher, log);

    public GuardLauncher Launcher { get; }

    public RecordedLog Log { get; }

    public ParallelClient Client { get; private set; } = null!;

    /// <summary>The processes of guards and workers, and what they started.</summary>
    public IReadOnlyList<(int Id, string[] Line)> Processes => [.. SiloProcesses.AllOf(_mark)];

    /// <param name="way"><c>reported</c> or <c>dialed</c>, and the protocol: <c>unix</c> or <c>tcp</c>.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="setup">For each worker.</param>
    /// <param name="options">More of the guard's command line.</param>
    public static async Task<GuardedCluster> OpenAsync(
        string way, ParallelConfig config, Delegate? setup = null, params string[] options)
    {
        var log = new RecordedLog();
        var cluster = new GuardedCluster(new GuardLauncher(way.StartsWith('r'), log, options), log);
        var marked = SiloProcesses.Marked(config, cluster._mark);
        marked.Options["protocol"] = way.Split(' ')[1];
        marked.Options["local_directory"] = cluster._folder.Path;
        var settings = ClusterSettings.From(marked);
        cluster.Client = await ParallelClient.OpenAsync(
            new Cluster(settings, new BuiltinEngine(BuiltinEngineSettings.Of(settings, log)), cluster.Launcher, log),
            setup, log, CancellationToken.None).Soon();
        return cluster;
    }

    /// <summary>The process of a worker.</summary>
    public int ProcessOf(string worker) => SiloProcesses.Of(_mark).Single(s => s.Worker == worker).Id;

    public void AssertLogged(string part) => Assert.True(
        SpinWait.SpinUntil(() => Log.Lines.Any(l => l.Contains(part, StringComparison.Ordinal)), Gate.Limit),
        $"'{part}' is not in: {string.Join('\n', Log.Lines)}");

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().AsTask().Soon();
        Assert.True(
            SpinWait.SpinUntil(() => Processes.Count == 0, Gate.Limit),
            $"left: {string.Join('\n', Processes.Select(p => string.Join(' ', p.Line)))}");
        _folder.Dispose();
    }
}
