using ParallelCompute.Configuration;
using ParallelCompute.Doctor;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Tests.Devices;

namespace ParallelCompute.Tests.Doctor;

/// <summary>Every env is looked at by what knows it, or not at all.</summary>
[Collection(Processes.Name)]
public sealed class ProbeTests
{
    public static TheoryData<string> Envs =>
        [.. ConfigSchema.Current.Envs.Where(e => e.Available).Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Envs))]
    public async Task An_env_has_a_probe_of_its_own(string env)
    {
        var definition = ConfigSchema.Current.FindEnv(env)!;
        var config = new ParallelConfig { Env = env, NWorkers = 1 };
        if (definition.FindOption("hosts") is not null)
        {
            config.Options["hosts"] = new List<object?> { "node1" };
        }

        if (definition.FindOption("cores") is not null)
        {
            config.Options["cores"] = 1;
            config.Options["memory"] = "1GiB";
        }

        if (definition.FindOption("disk") is not null)
        {
            config.Options["disk"] = "1GiB";
        }

        await using var probe = ClusterDoctor.ProbeOf(ClusterSettings.From(config));
        var expected = env switch
        {
            "local" => typeof(LocalProbe),
            "local_gpu" => typeof(GpuProbe),
            "ssh" => typeof(SshProbe),
            _ => typeof(BatchProbe),
        };
        Assert.IsType(expected, probe);
    }

    [Fact]
    public async Task An_env_without_a_probe_is_told_and_not_called_fine()
    {
        await using var probe = new NoProbe("kube");
        var finding = Assert.Single(await probe.ExamineSystemAsync(CancellationToken.None));
        Assert.False(finding.IsFine);
        Assert.Contains("does not look at env kube", finding.Text, StringComparison.Ordinal);
        Assert.Empty(probe.Nodes);
    }

    [Fact]
    public async Task Of_HTCondor_it_is_told_what_is_not_looked_at()
    {
        using var folder = new TemporaryFolder();
        await using var probe = ClusterDoctor.ProbeOf(ClusterSettings.From(new ParallelConfig
        {
            Env = "htcondor", NWorkers = 1,
            Options =
            {
                ["cores"] = 1, ["memory"] = "1GiB", ["disk"] = "1GiB", ["shared_temp_directory"] = folder.Path,
            },
        }));
        var findings = await probe.ExamineSystemAsync(CancellationToken.None);
        Assert.Contains(findings, f => f.Text.StartsWith("not looked at", StringComparison.Ordinal));
        Assert.Empty(probe.Nodes);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [SkippableFact]
    public async Task GPUs_are_listed_with_why_one_is_left_out()
    {
        StubDriver.Need();
        using var driver = new StubDriver("gpu,gpu,prohibited");
        var gpus = await GpusAsync(new ParallelConfig
        {
            Env = "local_gpu", Options = { ["CUDA_VISIBLE_DEVICES"] = "0,2" },
        });
        Assert.All(gpus, f => Assert.True(f.IsFine, f.ToString()));
        Assert.Equal(3, gpus.Count);
        Assert.StartsWith($"GPU 0 {StubDriver.Gpu(0)}", gpus[0].Text, StringComparison.Ordinal);
        Assert.EndsWith("CUDA_VISIBLE_DEVICES does not name it", gpus[1].Text, StringComparison.Ordinal);
        Assert.Contains("its compute mode is Prohibited", gpus[2].Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task More_workers_than_GPUs_are_a_fault()
    {
        StubDriver.Need();
        using var driver = new StubDriver("gpu,gpu");
        var fault = Assert.Single(await GpusAsync(new ParallelConfig { Env = "local_gpu", NWorkers = 3 }));
        Assert.False(fault.IsFine);
        Assert.Contains("n_workers=3 > num_gpus=2", fault.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Without_a_GPU_it_is_told_what_was_looked_for()
    {
        Skip.If(File.Exists("/dev/nvidiactl"), "This machine has a GPU.");
        var fault = Assert.Single(await GpusAsync(new ParallelConfig { Env = "local_gpu" }));
        Assert.False(fault.IsFine);
        Assert.Contains("libnvidia-ml.so.1 was not found", fault.Text, StringComparison.Ordinal);
        Assert.Contains("libcuda.so.1 was not found", fault.Text, StringComparison.Ordinal);
    }

    private static async Task<List<DoctorFinding>> GpusAsync(ParallelConfig config) =>
        [.. (await ClusterDoctor.ExamineAsync(config).AllAsync()).Where(f => f.Check == "GPU")];
}
