namespace ParallelCompute.Tests.Batch;

[Collection(Processes.Name)]
public sealed class MoabTests(MoabFixture fixture) : BatchBehavior(fixture), IClassFixture<MoabFixture>;
