namespace ParallelCompute.Tests.Batch;

[Collection(Processes.Name)]
public sealed class LsfDoctorTests(LsfFixture fixture)
    : StubDoctorBehavior(fixture, "PEND (Job requirements for processors not satisfied)"), IClassFixture<LsfFixture>;
