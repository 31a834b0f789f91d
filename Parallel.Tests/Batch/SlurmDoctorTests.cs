namespace ParallelCompute.Tests.Batch;

[Collection(Processes.Name)]
public sealed class SlurmDoctorTests(SlurmFixture fixture)
    : BatchDoctorBehavior(
        fixture, new() { ["job_extra_directives"] = new List<object?> { "--hold" } }, "PENDING (JobHeldUser)"),
      IClassFixture<SlurmFixture>;
