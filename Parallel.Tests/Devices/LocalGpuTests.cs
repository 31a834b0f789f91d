using System.Diagnostics;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Devices;

/// <summary>Worker processes on GPUs that stand-ins for the driver's libraries report.</summary>
[Collection(Processes.Name)]
public sealed class LocalGpuTests
{
    [SkippableFact]
    public async Task Each_worker_has_a_device_of_its_own_and_its_replacement_gets_the_same()
    {
        StubDriver.Need();
        using var driver = new StubDriver("gpu,gpu,mig");
        var (client, log, mark) = await GpuCluster.OpenAsync(4);
        await using (client)
        {
            var seen = await GpuCluster.LookAsync(client, 4);
            Assert.Equal(
                [StubDriver.Gpu(0), StubDriver.Gpu(1), StubDriver.Instance(2, 1), StubDriver.Instance(2, 2)],
                seen.Values.Select(s => Assert.Single(s.Devices)));
            Assert.All(seen.Values, s => Assert.Equal(s.Devices[0], s.Variable));
            Assert.All(seen.Values, s => Assert.Equal(1, s.Processors));

            using (var process = Process.GetProcessById(SiloProcesses.Of(mark).Single(s => s.Worker == "w2").Id))
            {
                process.Kill();
            }

            Assert.True(SpinWait.SpinUntil(() => client.Snapshot().WorkersLost == 1, Gate.Limit));
            await client.WaitForWorkersAsync(4, Gate.Limit);
            var after = await GpuCluster.LookAsync(client, 4);
            Assert.Equal(["w1", "w3", "w4", "w5"], after.Keys);
            Assert.Equal([StubDriver.Gpu(1)], after["w5"].Devices);
            Assert.DoesNotContain(log.Lines, l => l.Contains("idle", StringComparison.Ordinal));
        }
    }

    [SkippableFact]
    public async Task Devices_that_cannot_be_used_or_have_no_worker_are_told_of()
    {
        StubDriver.Need();
        using var driver = new StubDriver("broken,gpu,prohibited,migless,gpu,gpu");
        var (client, log, _) = await GpuCluster.OpenAsync(2);
        await using (client)
        {
            var seen = await GpuCluster.LookAsync(client, 2);
            Assert.Equal([StubDriver.Gpu(1), StubDriver.Gpu(4)], seen.Values.Select(s => s.Devices.Single()));
            Assert.Contains(
                "Warning: GPU 0 cannot be used: nvmlDeviceGetHandleByIndex_v2 failed with 15 (GPU is lost).",
                log.Lines);
            Assert.Contains(log.Lines, l => l.Contains("compute mode is Prohibited", StringComparison.Ordinal));
            Assert.Contains(log.Lines, l => l.Contains("has no instance yet", StringComparison.Ordinal));
            Assert.Contains(
                $"Warning: n_workers=2 < num_gpus=3: idle are GPU 5 {StubDriver.Gpu(5)} (Stub GPU).", log.Lines);
        }
    }

    [SkippableFact]
    public async Task Unset_n_workers_means_one_on_each_place_and_no_more_can_be_added()
    {
        StubDriver.Need();
        using var driver = new StubDriver("hidden,gpu,gpu,gpu");
        // Those that this process may use, as Slurm would say it; what is kept from it is not counted.
        Environment.SetEnvironmentVariable("CUDA_VISIBLE_DEVICES", "1");
        var (client, _, _) = await GpuCluster.OpenAsync(
            null, ("workers_per_gpu", 2), ("device_memory_limit", 0.25), ("threads_per_worker", 2));
        await using (client)
        {
            await client.WaitForWorkersAsync(2, Gate.Limit);
            Assert.All(
                (await GpuCluster.LookAsync(client, 2)).Values, s => Assert.Equal([StubDriver.Gpu(2)], s.Devices));
            var device = await client.ParallelSubmit(x => WorkerContext.Current.Devices[0], 1).Soon();
            Assert.Equal((16L << 30, 4L << 30), (device.TotalMemory, device.MemoryLimit));
            var refused = await Assert.ThrowsAsync<LaunchException>(() => client.ScaleAsync(3).Soon());
            Assert.StartsWith(
                "n_workers=3 > num_gpus=1 x workers_per_gpu=2", refused.Message, StringComparison.Ordinal);
            // The next one waits for the place of one that leaves.
            await Task.WhenAll(client.ScaleAsync(1), client.ScaleAsync(2)).Soon();
            await client.WaitForWorkersAsync(2, Gate.Limit);
        }
    }

    [SkippableTheory]
    [InlineData("gpu", null, 4, "n_workers=4 > num_gpus=1")]
    [InlineData("gpu,gpu", "GPU-00000001", 2, "n_workers=2 > num_gpus=1")]
    [InlineData("gpu,gpu", "0,7", 1, "Option '7' in CUDA_VISIBLE_DEVICES ('0,7') names no GPU of this machine")]
    [InlineData("broken", null, 1, "n_workers=1 > num_gpus=0")]
    public async Task Too_few_devices_are_a_fault_of_the_configuration(
        string gpus, string? visible, int workers, string message)
    {
        StubDriver.Need();
        using var driver = new StubDriver(gpus);
        var refused = await Assert.ThrowsAsync<ConfigException>(
            () => GpuCluster.OpenAsync(workers, ("CUDA_VISIBLE_DEVICES", visible)));
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.Contains("\n  - GPU ", refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Without_NVML_the_CUDA_driver_tells_of_the_devices()
    {
        StubDriver.Need();
        using var driver = new StubDriver("gpu,gpu", StubDriver.Cuda);
        NeedNoRealDriver();
        var (client, _, _) = await GpuCluster.OpenAsync(null);
        await using (client)
        {
            await client.WaitForWorkersAsync(2, Gate.Limit);
            Assert.Equal(
                [StubDriver.Gpu(0), StubDriver.Gpu(1)],
                (await GpuCluster.LookAsync(client, 2)).Values.Select(s => s.Devices.Single()));
        }
    }

    [SkippableFact]
    public async Task A_machine_without_the_driver_has_no_device_and_the_error_tells_what_was_looked_for()
    {
        NeedNoRealDriver();
        var refused = await Assert.ThrowsAsync<ConfigException>(() => GpuCluster.OpenAsync(null));
        Assert.StartsWith("n_workers=unset > num_gpus=0", refused.Message, StringComparison.Ordinal);
        Assert.Contains("libnvidia-ml.so.1 was not found", refused.Message, StringComparison.Ordinal);
        Assert.Contains("libcuda.so.1 was not found", refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_driver_that_ends_the_process_that_asks_it_is_told_of()
    {
        StubDriver.Need();
        using var driver = new StubDriver("crash");
        var refused = await Assert.ThrowsAsync<LaunchException>(() => GpuCluster.OpenAsync(1));
        Assert.Contains("exit code 134", refused.Message, StringComparison.Ordinal);
    }

    private static void NeedNoRealDriver() => Skip.If(File.Exists("/dev/nvidiactl"), "This machine has a real driver.");
}
