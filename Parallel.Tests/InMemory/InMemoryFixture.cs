using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Clusters;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.InMemory;

/// <summary>The real grains in this process, without processes and sockets between them.</summary>
/// <remarks>The clock is the system's unless a test brings one that it advances.</remarks>
public sealed class InMemoryFixture : IClusterFixture
{
    private readonly ConditionalWeakTable<ParallelClient, InMemoryEngine> _engines = [];
    private readonly TimeProvider _time;

    public InMemoryFixture()
        : this(TimeProvider.System)
    {
    }

    public InMemoryFixture(TimeProvider time) => _time = time;

    public string Name => "memory";

    public async Task<ParallelClient> OpenAsync(ParallelConfig config, Delegate? setup = null)
    {
        var settings = ClusterSettings.From(config);
        var engine = new InMemoryEngine(settings, _time, NullLogger.Instance);
        var cluster = new Cluster(settings, engine, new InMemoryLauncher(engine), NullLogger.Instance);
        var client = await ParallelClient.OpenAsync(cluster, setup, NullLogger.Instance, CancellationToken.None);
        _engines.Add(client, engine);
        return client;
    }

    public Task KillWorkerAsync(ParallelClient client, string workerId)
    {
        new InMemoryLauncher(EngineOf(client)).Kill(workerId);
        return Task.CompletedTask;
    }

    internal InMemoryEngine EngineOf(ParallelClient client) => _engines.TryGetValue(client, out var engine)
        ? engine : throw new ArgumentException("opened elsewhere", nameof(client));
}
