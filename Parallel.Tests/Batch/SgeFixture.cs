namespace ParallelCompute.Tests.Batch;

/// <summary>Grid Engine with one node.</summary>
public sealed class SgeFixture() : BatchFixture("sge", "sge")
{
    public override (Dictionary<string, object?> Options, string Words) Impossible =>
        (new() { ["job_extra_directives"] = new List<object?> { "-pe smp 99" } }, "qw");

    protected override string List => "qstat -u '*' | awk '$1 ~ /^[0-9]+$/ { print $1 }'";

    protected override string Cancel => "qdel";
}
