namespace ParallelCompute.Launchers.Batch;

/// <summary>The batch systems that there are.</summary>
internal static class BatchDialects
{
    private static readonly IBatchDialect[] All = [new SlurmDialect()];

    /// <summary>The dialect of an env; null where it is none of a batch system.</summary>
    public static IBatchDialect? Find(string env) => Array.Find(All, d => d.Env == env);
}
