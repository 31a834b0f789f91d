using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

/// <summary>A client that costs nothing.</summary>
internal sealed class SilentRun : IRunObserver
{
    public bool Ended { get; private set; }

    public void Wanted(long feedUpTo, int batch, bool hungry)
    {
    }

    public void Completed(
        RangeDone range, ReadOnlyMemory<byte> payload, int skip, int take, string worker, int attempt)
    {
    }

    public void GaveUp(long index, string worker, ParallelException error)
    {
    }

    void IRunObserver.Ended(Failure? error) => Ended = true;
}
