using ParallelCompute.Configuration;
using ParallelCompute.Tests.Architecture;

namespace ParallelCompute.Tests.Devices;

public sealed class LocalGpuOptionsTests
{
    [Theory]
    [InlineData("CUDA_VISIBLE_DEVICES: 0", "CUDA_VISIBLE_DEVICES", "0")]
    [InlineData("CUDA_VISIBLE_DEVICES: [0, 2]", "CUDA_VISIBLE_DEVICES", "0,2")]
    [InlineData("CUDA_VISIBLE_DEVICES: GPU-8932f937", "CUDA_VISIBLE_DEVICES", "GPU-8932f937")]
    [InlineData("device_memory_limit: 0.8", "device_memory_limit", 0.8)]
    [InlineData("device_memory_limit: 20GB", "device_memory_limit", 20_000_000_000L)]
    [InlineData("device_memory_limit: none", "device_memory_limit", 0L)]
    [InlineData("workers_per_gpu: 3", "workers_per_gpu", 3)]
    public void An_option_may_be_written_as_Dask_writes_it(string text, string name, object expected) =>
        Assert.Equal(
            expected,
            ClusterSettings.From(ParallelConfig.Parse($"env: local_gpu\noptions: {{ {text} }}")).Own[name]);

    [Theory]
    [InlineData("CUDA_VISIBLE_DEVICES: []", "indices or UUIDs")]
    [InlineData("CUDA_VISIBLE_DEVICES: [[0]]", "indices or UUIDs")]
    [InlineData("device_memory_limit: -0.5", "a share of the memory")]
    [InlineData("workers_per_gpu: 0", "workers_per_gpu")]
    [InlineData("environment: { CUDA_VISIBLE_DEVICES: 0 }", "must not set CUDA_VISIBLE_DEVICES")]
    public void What_cannot_be_meant_is_refused(string text, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<ConfigException>(
                () => ParallelConfig.Parse($"env: local_gpu\noptions: {{ {text} }}")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_documentation_shows_the_table_of_options()
    {
        var rows = LocalGpuOptions.Env.Own.Select(
            o => $"| `{o.Name}` | {o.Kind.Name} | {o.Default ?? "unset"} | {o.Description} |");
        var shown = File.ReadLines(Repository.Combine("docs", "environments", "local_gpu.md"))
            .SkipWhile(line => line != "## Options")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Take(LocalGpuOptions.Env.Own.Count);
        Assert.Equal(rows, shown);
    }

    [Fact]
    public void The_example_for_deployment_is_valid()
    {
        var settings = ClusterSettings.From(
            ParallelConfig.Load(Repository.Combine("deploy", "local_gpu", "parallel.yaml")));
        Assert.Equal("local_gpu", settings.Env);
        Assert.Equal(ClusterSettings.OneForEachGpu, settings.NWorkers);
        Assert.Equal(0.8, settings.Own["device_memory_limit"]);
    }
}
