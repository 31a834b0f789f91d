using System.Globalization;
using ParallelCompute.Tests.Devices;

namespace ParallelCompute.Tests.Samples;

[Collection(Processes.Name)]
public sealed class GpuInferenceTests
{
    [SkippableFact]
    public async Task Without_a_GPU_the_processors_do_it_and_it_says_so()
    {
        Skip.If(File.Exists("/dev/nvidiactl"), "This machine has a real driver.");
        var (exitCode, output, errors) = await SampleProgram.RunAsync("GpuInference", Path.GetTempPath(), "6", "8");
        Assert.True(exitCode == 0, string.Join('\n', [.. output, .. errors]));
        Assert.StartsWith("No GPU here, so the processors do it: n_workers=unset", output[0], StringComparison.Ordinal);
        Assert.Contains(output, l => l.StartsWith("6 items of 8 rows on 2 workers: ", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Every_call_of_the_driver_has_its_arguments_in_place_and_all_memory_is_freed()
    {
        StubDriver.Need();
        using var driver = new StubDriver("gpu,gpu");
        var (exitCode, output, errors) = await SampleProgram.RunAsync("GpuInference", Path.GetTempPath(), "6", "8");
        Assert.True(exitCode == 0, string.Join('\n', [.. output, .. errors]));
        Assert.Contains($"a worker has Stub GPU {StubDriver.Gpu(1)}", output);
        Assert.Contains(output, l => l.StartsWith("6 items of 8 rows on 2 workers: ", StringComparison.Ordinal));
        var difference = output[^1].Split(' ')[^1];
        Assert.True(double.Parse(difference, CultureInfo.InvariantCulture) < 1e-3, difference);
        // Two workers, and the plain loop.
        Assert.Equal(
            Enumerable.Repeat("contexts 0, modules 0, allocations 0", 3), await File.ReadAllLinesAsync(driver.Log));
    }
}
