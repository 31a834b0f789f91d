namespace ParallelCompute.Execution;

/// <summary>Runs the items of a batch through a bound function.</summary>
internal abstract class BatchRunner
{
    /// <summary>Bytes of every result where that is fixed, otherwise 0.</summary>
    public abstract int ResultSize { get; }

    /// <summary>Runs items until the batch ends, is stopped, or fails under a policy that stops.</summary>
    public abstract void Run(Batch batch);
}
