using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

/// <summary>Runs one batch after another, each for its time.</summary>
internal sealed class TimedWorker(string id) : IWorkerGrain
{
    private long? _ends;

    public string Id => id;

    public LinkedList<RunBatch> Batches { get; } = new();

    /// <summary>Batches not counted yet.</summary>
    public List<RunBatch> News { get; } = [];

    public void Receive(ToWorker message, ReadOnlyMemory<byte> payload)
    {
        if (message.RunBatch is { } batch)
        {
            Batches.AddLast(batch);
            News.Add(batch);
        }
    }

    /// <summary>When the first batch, which runs now if it has not before, ends.</summary>
    public long Begin(long now, Func<RunBatch, long> cost) => _ends ??= now + cost(Batches.First!.Value);

    public RunBatch End()
    {
        var batch = Batches.First!.Value;
        Batches.RemoveFirst();
        _ends = null;
        return batch;
    }
}
