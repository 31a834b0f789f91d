using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

internal sealed partial class ModelWorker
{
    private void GiveBack(long lease, Pick pick)
    {
        var at = Batches.FindIndex(b => b.Lease == lease);
        if (at >= 0)
        {
            var batch = Batches[at];
            Return(batch, at >= slots && batch.Done == 0 ? batch.Rest
                : pick.Next(batch.Hangs ? batch.Rest : batch.Rest + 1));
        }
    }

    private void Return(ModelBatch batch, int items)
    {
        if (items == batch.Rest)
        {
            Report(batch, batch.Done - batch.Reported);
        }

        batch.Given += items;
        Outbox.Enqueue((new ToDispatcher { GaveBack = new GaveBack { Lease = batch.Lease, Count = items } }, []));
        EndIfDone(batch);
    }
}
