using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Standalone;

/// <summary>Dispatchers in processes of their own, each for all clients that want the same options.</summary>
public sealed class StandaloneFixture : IClusterFixture
{
    private static readonly string[] OfDispatcher =
        ["cancel_grace", "setup_timeout", "allowed_failures", "worker_timeout", "heartbeat_interval"];

    private static readonly ConcurrentDictionary<string, Lazy<Task<DispatcherProcess>>> Running = new();

    private readonly ConditionalWeakTable<ParallelClient, string> _marks = [];

    static StandaloneFixture() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var one in Running.Values)
        {
            one.Value.GetAwaiter().GetResult().DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    };

    public string Name => "standalone";

    public async Task<ParallelClient> OpenAsync(ParallelConfig config, Delegate? setup = null)
    {
        string[] options = [.. from option in config.Options
            where OfDispatcher.Contains(option.Key)
            select $"{option.Key}={option.Value}"];
        var dispatcher = await Running.GetOrAdd(string.Join(' ', options), _ => new(() => StartAsync(options))).Value;
        var mark = Guid.NewGuid().ToString("N");
        var marked = SiloProcesses.Marked(config, mark);
        marked.Options["dispatcher"] = dispatcher.File;
        var client = await ParallelCluster.GetClientAsync(marked, setup);
        _marks.Add(client, mark);
        return client;
    }

    public async Task KillWorkerAsync(ParallelClient client, string workerId)
    {
        Assert.True(_marks.TryGetValue(client, out var mark));
        using var process = Process.GetProcessById(SiloProcesses.Of(mark).Single(silo => silo.Worker == workerId).Id);
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Gate.Limit);
    }

    private static async Task<DispatcherProcess> StartAsync(string[] options)
    {
        var process = new DispatcherProcess(options);
        await process.StartAsync();
        return process;
    }
}
