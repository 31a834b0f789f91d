namespace ParallelCompute.Tests.Batch;

/// <summary>OAR with one node.</summary>
public sealed class OarFixture() : BatchFixture("oar", "oar")
{
    public override (Dictionary<string, object?> Options, string Words) Impossible =>
        (new() { ["cores"] = 99 }, "not enough resources");

    protected override string List => "oarstat | awk '$1 ~ /^[0-9]+$/ { print $1 }'";

    protected override string Cancel => "oardel";

    protected override Dictionary<string, object?> Own =>
        new() { ["memory_per_core_property_name"] = "not_applicable" };
}
