namespace ParallelCompute.Tests.Batch;

/// <summary>Slurm with two nodes, each in a network of its own.</summary>
public sealed class SlurmFixture() : BatchFixture("slurm", "slurm")
{
    public override (Dictionary<string, object?> Options, string Words) Impossible =>
        (new() { ["cores"] = 99 }, "PartitionConfig");

    protected override string List => "squeue --noheader --array --format %i";

    protected override string Cancel => "scancel";
}
