namespace ParallelCompute.Tests.Batch;

[Collection(Processes.Name)]
public sealed class MoabDoctorTests(MoabFixture fixture)
    : StubDoctorBehavior(fixture, "Idle"), IClassFixture<MoabFixture>;
