using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

internal sealed partial class ModelWorker
{
    /// <summary>The next item runs until the worker is killed; what was done before it is told.</summary>
    private void Hang(ModelBatch batch)
    {
        batch.Hangs = true;
        Report(batch, batch.Done - batch.Reported);
        if (runs(batch.Run).Definition.ItemTimeout > 0)
        {
            Outbox.Enqueue((new ToDispatcher
            {
                ItemOverdue = new ItemOverdue { Lease = batch.Lease, Index = batch.First + batch.Done },
            }, []));
        }
    }
}
