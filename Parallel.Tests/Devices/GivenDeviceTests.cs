using System.Diagnostics;
using ParallelCompute.Tests.Architecture;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Devices;

/// <summary>Workers that got their devices from somebody else: a batch system, a container, or by hand.</summary>
[Collection(Processes.Name)]
public sealed class GivenDeviceTests
{
    [SkippableFact]
    public async Task A_worker_that_joins_with_a_device_gets_the_items_that_need_one()
    {
        StubDriver.Need();
        using var driver = new StubDriver("gpu,gpu,gpu");
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "credentials");
        var config = SharedCluster.Config(1);
        config.Options["credentials_file"] = file;
        await using var client = await ParallelCluster.GetClientAsync(config).Soon();
        var start = new ProcessStartInfo(
            "dotnet", [Repository.Silo("parallel-silo.dll"), "worker", "extra1", "1", "--credentials", file]);
        start.Environment["CUDA_VISIBLE_DEVICES"] = StubDriver.Gpu(2);
        using var worker = Process.Start(start)!;
        try
        {
            await client.WaitForWorkersAsync(2, Gate.Limit);
            var onGpu = new MapOptions
            {
                BatchSize = 1, Resources = new Dictionary<string, double> { ["gpu"] = 1 },
            };
            var seen = await client.ParallelMapAsync(
                x => $"{WorkerContext.Current.WorkerId} {WorkerContext.Current.Devices.Single().Uuid}",
                Enumerable.Range(0, 20), onGpu).Soon();
            Assert.All(seen, s => Assert.Equal($"extra1 {StubDriver.Gpu(2)}", s));

            // The other one has none, though the machine has, and takes what needs none.
            await using var gate = new Gate();
            var path = gate.Path;
            var anywhere = client.ParallelMapAsync(
                x =>
                {
                    Gate.Pass(path, "here");
                    return (WorkerContext.Current.WorkerId, WorkerContext.Current.Devices.Count);
                },
                Enumerable.Range(0, 2), new MapOptions { BatchSize = 1 });
            await gate.NextAsync(2);
            gate.Open();
            Assert.Equal([("extra1", 1), ("w1", 0)], (await anywhere.Soon()).Order());
        }
        finally
        {
            worker.Kill();
        }
    }

    [SkippableTheory]
    [InlineData("CUDA_VISIBLE_DEVICES", "2,0", "2 0")]
    [InlineData("CUDA_VISIBLE_DEVICES", "1,9,0", "1")]
    [InlineData("CUDA_VISIBLE_DEVICES", "NoDevFiles", "")]
    [InlineData("NVIDIA_VISIBLE_DEVICES", "all", "0 1 2")]
    [InlineData("NVIDIA_VISIBLE_DEVICES", "void", "")]
    public async Task A_worker_has_what_its_environment_says_that_it_was_given(string name, string value, string given)
    {
        StubDriver.Need();
        using var driver = new StubDriver("gpu,gpu,gpu");
        var config = SharedCluster.Config(1);
        config.Options["environment"] = new Dictionary<string, object?> { [name] = value };
        await using var client = await ParallelCluster.GetClientAsync(config).Soon();
        var expected = given.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(i => StubDriver.Gpu(i[0] - '0')).ToArray();
        var seen = await client.ParallelSubmit(x => WorkerContext.Current.Devices.ToArray(), 1).Soon();
        Assert.Equal(expected, seen.Select(d => d.Uuid));
        if (expected.Length > 1)
        {
            var all = new Dictionary<string, double> { ["gpu"] = expected.Length };
            var ran = await client.ParallelMapAsync(x => x, [1], new MapOptions { Resources = all }).Soon();
            Assert.Equal([1], ran);
        }
    }
}
