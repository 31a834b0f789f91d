using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Guarding;

/// <summary>Real workers whose machines are taken back after a few seconds.</summary>
[Collection(Processes.Name)]
public sealed class WalltimeTests
{
    [Theory]
    [InlineData("reported unix")]
    [InlineData("dialed tcp")]
    public async Task Workers_leave_in_time_and_others_take_their_place_before(string way)
    {
        const int Items = 60;
        await using var cluster = await GuardedCluster.OpenAsync(
            way, SharedCluster.Config(1), () => new { process = Environment.ProcessId }, "--deadline", "+10");
        var results = await cluster.Client.ParallelForIndexedAsync(
            (int x, int process) =>
            {
                // What an item takes is what this is about.
                new ManualResetEventSlim().Wait(300, CancellationToken.None);
                return process;
            },
            Enumerable.Range(0, Items)).AllAsync();
        Assert.Equal(Enumerable.Range(0, Items), results.Select(r => (int)r.Index).Order());
        Assert.True(results.Select(r => r.Value).Distinct().Count() > 1);
        cluster.AssertLogged("Of worker w1 its time is over in");
        await cluster.Launcher.Guards[0].WaitForExitAsync().Soon();
        Assert.Equal(0, cluster.Launcher.Guards[0].ExitCode);
        Assert.Equal(0, cluster.Client.Snapshot().WorkersLost);
    }
}
