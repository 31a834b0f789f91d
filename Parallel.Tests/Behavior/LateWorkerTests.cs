using System.Diagnostics;
using ParallelCompute.Tests.Architecture;

namespace ParallelCompute.Tests.Behavior;

/// <summary>A worker that was frozen for so long that it was taken for lost, and goes on then.</summary>
[Collection(Processes.Name)]
public sealed class LateWorkerTests
{
    private const string ByHand = "extra1";

    [Theory]
    [InlineData(TransportProtocol.Unix)]
    [InlineData(TransportProtocol.Tcp)]
    public async Task It_ends_and_what_it_did_late_does_not_count(TransportProtocol protocol)
    {
        using var folder = new TemporaryFolder();
        await using var gate = new Gate();
        var (path, file) = (gate.Path, Path.Combine(folder.Path, "credentials"));
        var config = SharedCluster.Config(1);
        (config.Options["heartbeat_interval"], config.Options["worker_timeout"]) = ("200 ms", "2 s");
        config.Options["credentials_file"] = file;
        await using var client = await new LocalFixture(protocol).OpenAsync(config).Soon();
        // Of a launcher's own worker the process would be killed.
        using var worker = Process.Start(new ProcessStartInfo(
            "dotnet", [Repository.Silo("parallel-silo.dll"), "worker", ByHand, "1", "--credentials", file])
        {
            RedirectStandardError = true,
        })!;
        try
        {
            Assert.True(SpinWait.SpinUntil(() => client.Snapshot().Workers.Count == 2, Gate.Limit));
            var run = client.ParallelForIndexedAsync(
                x =>
                {
                    Gate.Pass(path, WorkerContext.Current.WorkerId);
                    return $"{x} {WorkerContext.Current.WorkerId}";
                },
                Enumerable.Range(0, 2), new MapOptions { BatchSize = 1 }).AllAsync();
            var frozen = (await gate.NextAsync(2)).Single(v => v.Name == ByHand);
            await SignalAsync("-STOP", worker);
            Assert.True(SpinWait.SpinUntil(() => client.Snapshot().Workers.All(w => w.Id != ByHand), Gate.Limit));

            // Its item has ended before it goes on: the result is there, and nobody to take it.
            frozen.Release();
            await SignalAsync("-CONT", worker);
            await worker.WaitForExitAsync().Soon();
            Assert.Equal(3, worker.ExitCode);
            Assert.Contains("lost", await worker.StandardError.ReadToEndAsync().Soon(), StringComparison.Ordinal);
            gate.Open();
            var results = (await run).OrderBy(r => r.Index).ToArray();
            Assert.Equal(["0 w1", "1 w1"], results.Select(r => r.Value));
            Assert.Equal([1, 2], results.Select(r => r.Attempt).Order());
        }
        finally
        {
            worker.Kill();
        }
    }

    private static async Task SignalAsync(string signal, Process process)
    {
        using var kill = Process.Start("kill", [signal, $"{process.Id}"]);
        await kill.WaitForExitAsync().Soon();
    }
}
