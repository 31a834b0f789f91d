using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

/// <summary>A worker that costs nothing.</summary>
internal sealed class SilentWorker : IWorkerGrain
{
    /// <summary>The first lease of the run that comes next.</summary>
    public long FirstLease { get; set; } = 1;

    public void Receive(ToWorker message, ReadOnlyMemory<byte> payload)
    {
    }
}
