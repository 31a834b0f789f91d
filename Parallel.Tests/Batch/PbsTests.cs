namespace ParallelCompute.Tests.Batch;

[Collection(Processes.Name)]
public sealed class PbsTests(PbsFixture fixture) : BatchBehavior(fixture), IClassFixture<PbsFixture>;
