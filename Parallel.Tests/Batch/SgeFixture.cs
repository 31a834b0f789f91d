namespace ParallelCompute.Tests.Batch;

/// <summary>Grid Engine with one node.</summary>
public sealed class SgeFixture() : BatchFixture("sge", "sge")
{
    public override (Dictionary<string, object?> Options, string Words) Impossible =>
        (new() { ["job_extra_directives"] = new List<object?> { "-pe smp 99" } }, "qw");

    // Without a queue there is a column less; behind the slots stands the task of an array.
    protected override string List =>
        """
        qstat -u '*' -g d |
          awk '$1 ~ /^[0-9]+$/ { task = $8 ~ /@/ ? $10 : $9; print task == "" ? $1 : $1 "." task }'
        """;

    protected override string Cancel => "qdel";
}
