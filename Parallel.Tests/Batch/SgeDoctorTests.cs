namespace ParallelCompute.Tests.Batch;

[Collection(Processes.Name)]
public sealed class SgeDoctorTests(SgeFixture fixture)
    : BatchDoctorBehavior(
        fixture, new() { ["job_extra_directives"] = new List<object?> { "-pe smp 99" } }, "qw"),
      IClassFixture<SgeFixture>;
