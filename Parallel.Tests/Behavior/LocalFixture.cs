using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Tests.Behavior;

/// <summary>The builtin engine with real processes of this machine.</summary>
/// <param name="protocol">How the workers connect.</param>
public sealed class LocalFixture(TransportProtocol protocol = TransportProtocol.Auto) : IClusterFixture
{
    private readonly ConditionalWeakTable<ParallelClient, string> _marks = [];

    public string Name => $"local, {protocol}";

    public async Task<ParallelClient> OpenAsync(ParallelConfig config, Delegate? setup = null)
    {
        // An environment variable of the silos tells them from those of other clusters.
        var mark = Guid.NewGuid().ToString("N");
        var marked = SiloProcesses.Marked(config, mark);
        marked.Options["protocol"] = protocol;
        var client = await ParallelCluster.GetClientAsync(marked, setup);
        _marks.Add(client, mark);
        return client;
    }

    public async Task KillWorkerAsync(ParallelClient client, string workerId)
    {
        var id = SiloProcesses.Of(MarkOf(client)).Single(silo => silo.Worker == workerId).Id;
        using var process = Process.GetProcessById(id);
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Gate.Limit);
    }

    /// <summary>What marks the processes of that client.</summary>
    public string MarkOf(ParallelClient client) =>
        _marks.TryGetValue(client, out var mark) ? mark
            : throw new ArgumentException("opened elsewhere", nameof(client));
}
