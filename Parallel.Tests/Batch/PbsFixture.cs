namespace ParallelCompute.Tests.Batch;

/// <summary>PBS scripts and commands, which wrappers hand on to Slurm.</summary>
public sealed class PbsFixture() : BatchFixture("pbs", "pbs-slurm")
{
    public override (Dictionary<string, object?> Options, string Words) Impossible =>
        (new() { ["cores"] = 99 }, "pbs refused a job: `qsub ");

    protected override string List => "squeue --noheader --array --format %i";

    protected override string Cancel => "qdel";
}
