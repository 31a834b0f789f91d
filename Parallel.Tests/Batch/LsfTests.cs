namespace ParallelCompute.Tests.Batch;

[Collection(Processes.Name)]
public sealed class LsfTests(LsfFixture fixture) : BatchBehavior(fixture), IClassFixture<LsfFixture>;
