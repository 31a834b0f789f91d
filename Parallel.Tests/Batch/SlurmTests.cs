namespace ParallelCompute.Tests.Batch;

[Collection(Processes.Name)]
public sealed class SlurmTests(SlurmFixture fixture) : BatchBehavior(fixture), IClassFixture<SlurmFixture>;
