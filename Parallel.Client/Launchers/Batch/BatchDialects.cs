namespace ParallelCompute.Launchers.Batch;

/// <summary>The batch systems that there are.</summary>
internal static class BatchDialects
{
    internal static IReadOnlyList<IBatchDialect> All { get; } =
    [
        new SlurmDialect(), new PbsDialect(), new LsfDialect(), new HtcondorDialect(), new SgeDialect(),
        new OarDialect(), new MoabDialect(),
    ];

    /// <summary>The dialect of an env; null where it is none of a batch system.</summary>
    public static IBatchDialect? Find(string env) => All.FirstOrDefault(d => d.Env == env);
}
