namespace ParallelCompute.Tests.Batch;

/// <summary>LSF's commands, by stand-ins.</summary>
public sealed class LsfFixture() : StubFixture("lsf")
{
    protected override string List => base.List + @" | sed 's/\.0$//; s/\.\(.*\)/[\1]/'";

    protected override string Cancel => "bkill";
}
