namespace ParallelCompute.Tests.Batch;

[Collection(Processes.Name)]
public sealed class SgeTests(SgeFixture fixture) : BatchBehavior(fixture), IClassFixture<SgeFixture>;
