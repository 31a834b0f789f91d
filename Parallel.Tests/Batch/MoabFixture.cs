namespace ParallelCompute.Tests.Batch;

/// <summary>Moab's commands, by stand-ins.</summary>
public sealed class MoabFixture() : StubFixture("moab")
{
    protected override string Cancel => "canceljob";
}
