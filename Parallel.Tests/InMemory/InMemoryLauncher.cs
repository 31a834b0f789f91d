using ParallelCompute.Launching;

namespace ParallelCompute.Tests.InMemory;

/// <summary>Starts workers of an in-memory engine, and reports their end as a guard would.</summary>
internal sealed class InMemoryLauncher(InMemoryEngine engine) : ILauncher
{
    public Task StartAsync(LaunchRequest request, Action<LaunchNotice> observe, CancellationToken cancellationToken)
    {
        foreach (var id in request.Workers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            observe(new LaunchNotice(id, LaunchState.Running, "in this process"));
            _ = ReportAsync(engine.Join(id, request.SlotsPerWorker), observe);
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(IReadOnlyList<string> workers, TimeSpan grace)
    {
        foreach (var worker in workers.Select(engine.Worker))
        {
            try
            {
                await worker.Ended.WaitAsync(grace);
            }
            catch (TimeoutException)
            {
                worker.End("connection lost", "signal 9");
            }
        }
    }

    /// <summary>A worker dies without warning.</summary>
    public void Kill(string worker) => engine.Worker(worker).End("connection lost", "signal 9");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task ReportAsync(InMemoryWorker worker, Action<LaunchNotice> observe) =>
        observe(new LaunchNotice(worker.Id, LaunchState.Exited, await worker.Ended));
}
