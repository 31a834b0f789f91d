namespace ParallelCompute.Tests.Batch;

[Collection(Processes.Name)]
public sealed class HtcondorTests(HtcondorFixture fixture) : BatchBehavior(fixture), IClassFixture<HtcondorFixture>;
