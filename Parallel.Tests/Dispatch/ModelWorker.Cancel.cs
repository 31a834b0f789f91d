namespace ParallelCompute.Tests.Dispatch;

internal sealed partial class ModelWorker
{
    /// <summary>The lease's item has an outcome: here it ends at once, later, or only with the worker.</summary>
    private void Cancel(long lease, Pick pick)
    {
        var at = Batches.FindIndex(b => b.Lease == lease);
        if (at < 0 || Batches[at].Hangs)
        {
            return;
        }

        var batch = Batches[at];
        Assert.True(runs(batch.Run).Definition.Speculate, "an item was canceled that must not run twice");
        Assert.Equal(1, batch.Rest + batch.Done - batch.Reported);
        var how = at >= slots ? 0 : pick.Next(4);
        if (how == 0)
        {
            Return(batch, batch.Rest);
        }
        else if (how == 1)
        {
            batch.Told = true;
            batch.Done += batch.Rest;
            Report(batch, 1);
            EndIfDone(batch);
        }
        else if (how == 2)
        {
            batch.Hangs = true;
        }
    }
}
