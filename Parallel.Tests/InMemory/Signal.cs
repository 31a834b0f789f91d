namespace ParallelCompute.Tests.InMemory;

/// <summary>An environment value that tells of its disposal.</summary>
public sealed class Signal(TaskCompletionSource disposed) : IDisposable
{
    public void Dispose() => disposed.TrySetResult();
}
