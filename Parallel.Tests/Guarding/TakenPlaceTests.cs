using ParallelCompute.Tests.Behavior;
using ParallelCompute.Tests.Standalone;

namespace ParallelCompute.Tests.Guarding;

/// <summary>A scheduler may start a worker again whose former process still lives.</summary>
[Collection(Processes.Name)]
public sealed class TakenPlaceTests
{
    [Fact]
    public async Task A_process_that_joins_under_the_id_of_another_takes_its_place()
    {
        await using var dispatcher = new DispatcherProcess("cancel_grace=1");
        await dispatcher.StartAsync();
        await using var gate = new Gate();
        var path = gate.Path;
        using var first = dispatcher.StartWorker("x");
        var config = SharedCluster.Config(0);
        config.Options["dispatcher"] = dispatcher.File;
        await using var client = await ParallelCluster.GetClientAsync(config).Soon();
        var map = client.ParallelMapAsync(
            x =>
            {
                Gate.Pass(path, $"{Environment.ProcessId}", WorkerContext.Current.CancellationToken);
                return Environment.ProcessId;
            },
            [1]);
        Assert.Equal($"{first.Id}", (await gate.NextAsync()).Name);
        using var second = dispatcher.StartWorker("x");
        Assert.Equal($"{second.Id}", (await gate.NextAsync()).Name);
        await first.WaitForExitAsync().Soon();
        Assert.Equal(0, first.ExitCode);
        gate.Open();
        await map.GivesAsync(second.Id);
        Assert.Equal(["x"], client.Snapshot().Workers.Select(w => w.Id));
    }
}
