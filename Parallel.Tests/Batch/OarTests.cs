namespace ParallelCompute.Tests.Batch;

[Collection(Processes.Name)]
public sealed class OarTests(OarFixture fixture) : BatchBehavior(fixture), IClassFixture<OarFixture>;
