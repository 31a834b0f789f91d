using ParallelCompute.Tests.Behavior;
using ParallelCompute.Tests.Connections;

namespace ParallelCompute.Tests.Devices;

/// <summary>Clusters on the stub's GPUs, and what their workers see.</summary>
internal static class GpuCluster
{
    /// <summary>Opens a client whose processes carry a mark; waits for all workers.</summary>
    public static async Task<(ParallelClient Client, RecordedLog Log, string Mark)> OpenAsync(
        int? workers, params (string Name, object? Value)[] options)
    {
        var (log, before, mark) = (new RecordedLog(), ParallelCluster.Logger, Guid.NewGuid().ToString("N"));
        var config = new ParallelConfig
        {
            Env = "local_gpu", NWorkers = workers, Options = { ["cancel_grace"] = "1 s" },
        };
        foreach (var (name, value) in options)
        {
            config.Options[name] = value;
        }

        ParallelCluster.Logger = log;
        try
        {
            var client = await ParallelCluster.GetClientAsync(SiloProcesses.Marked(config, mark)).Soon();
            await client.WaitForWorkersAsync(workers ?? 1, Gate.Limit);
            return (client, log, mark);
        }
        finally
        {
            ParallelCluster.Logger = before;
        }
    }

    /// <summary>
    /// What each of that many workers sees, by worker: the UUIDs of its devices, and what its environment says.
    /// </summary>
    public static async Task<SortedDictionary<string, (string[] Devices, string? Variable, int Processors)>> LookAsync(
        ParallelClient client, int workers)
    {
        await using var gate = new Gate();
        var path = gate.Path;
        var looking = client.ParallelMapAsync(
            x =>
            {
                // Each has one until all have one.
                Gate.Pass(path, WorkerContext.Current.WorkerId);
                return (WorkerContext.Current.WorkerId, WorkerContext.Current.Devices.Select(d => d.Uuid).ToArray(),
                    Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES"), Environment.ProcessorCount);
            },
            Enumerable.Range(0, workers),
            new MapOptions { BatchSize = 1, Resources = new Dictionary<string, double> { ["gpu"] = 1 } });
        await gate.NextAsync(workers);
        gate.Open();
        var seen = (await looking.Soon()).ToDictionary(s => s.WorkerId, s => (s.Item2, s.Item3, s.ProcessorCount));
        return new(seen, StringComparer.Ordinal);
    }
}
