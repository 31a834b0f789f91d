namespace ParallelCompute.Tests.Behavior;

/// <summary>A value of an environment that takes its time to end, and then tells a gate.</summary>
internal sealed class AsyncResource(string path, string name) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        Gate.Tell(path, $"{name} disposed asynchronously");
    }
}
