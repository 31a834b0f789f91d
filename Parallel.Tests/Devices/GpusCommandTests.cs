using System.Diagnostics;
using ParallelCompute.Tests.Architecture;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Devices;

[Collection(Processes.Name)]
public sealed class GpusCommandTests
{
    [SkippableFact]
    public async Task It_lists_the_devices_and_says_why_one_cannot_be_used()
    {
        StubDriver.Need();
        using var driver = new StubDriver("gpu,mig,prohibited");
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [Repository.Combine("Parallel.Cli", "bin", Repository.Configuration, "net10.0", "parallelctl.dll"), "gpus"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync().Soon();
        await process.WaitForExitAsync().Soon();
        var instance = $"(Stub GPU MIG 1g.8gb): 8192 MiB, 7168 MiB free, NUMA node 1, processors " +
            $"{1 % Environment.ProcessorCount}";
        Assert.Equal(
            [
                $"GPU 0 {StubDriver.Gpu(0)} (Stub GPU): 16384 MiB, 15360 MiB free, NUMA node 0, processors 0",
                $"GPU 1 {StubDriver.Instance(1, 1)} {instance}",
                $"GPU 1 {StubDriver.Instance(1, 2)} {instance}",
                $"GPU 2 {StubDriver.Gpu(2)} (Stub GPU) cannot be used: its compute mode is Prohibited; " +
                    "nvidia-smi -c 0 changes that",
                "",
            ],
            output.Split('\n'));
        Assert.Equal(0, process.ExitCode);
    }
}
