using ParallelCompute.Launching;

namespace ParallelCompute.Tests.InMemory;

/// <summary>Starts workers the first time only; afterwards its system refuses.</summary>
internal sealed class OnceLauncher(InMemoryLauncher inner) : ILauncher
{
    private int _starts;

    public Task StartAsync(LaunchRequest request, Action<LaunchNotice> observe, CancellationToken cancellationToken) =>
        Interlocked.Increment(ref _starts) == 1 ? inner.StartAsync(request, observe, cancellationToken)
            : throw new LaunchException("the queue is closed");

    public Task StopAsync(IReadOnlyList<string> workers, TimeSpan grace) =>
        Task.CompletedTask;

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
