using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Benchmarks;

/// <summary>Counts outcomes.</summary>
internal sealed class CountingObserver : IRunObserver
{
    public long Items { get; private set; }

    public void Wanted(long feedUpTo, int batch, bool hungry)
    {
    }

    public void Completed(
        RangeDone range, ReadOnlyMemory<byte> payload, int skip, int take, string worker, int attempt) => Items += take;

    public void GaveUp(long index, string worker, ParallelException error) => throw error;

    public void Ended(Failure? error)
    {
    }
}
