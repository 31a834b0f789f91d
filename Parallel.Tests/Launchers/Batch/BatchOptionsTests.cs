using ParallelCompute.Configuration;
using ParallelCompute.Launchers.Batch;

namespace ParallelCompute.Tests.Launchers.Batch;

public sealed class BatchOptionsTests
{
    // The slurm example of the original's page; its set of directives is a map without values in YAML.
    private const string Page = """
        env: slurm
        n_workers: 4
        options: {
          "queue": "gpu", "cores": 1, "processes": 1, "memory": 16GB, "walltime": "30:00",
          "job_extra_directives": {
            "--gres=gpu:1", "--ntasks-per-node=1", "--cpus-per-task=4", "--output=logs/%j-%x.log",
          }
        }
        """;

    [Fact]
    public void The_slurm_example_of_the_original_page_renders_unchanged_and_tells_where_its_log_is()
    {
        var settings = BatchCase.Read(Parsed(Page));
        var job = BatchCase.Job(settings);
        var script = BatchCase.Dialect("slurm").Script(job);
        Assert.Equal(
            [
                "#SBATCH -J parallel-c1", "#SBATCH -p gpu", "#SBATCH -n 1", "#SBATCH -N 1",
                "#SBATCH --cpus-per-task=1", "#SBATCH --mem=15G", "#SBATCH -t 30:00", "#SBATCH --gres=gpu:1",
                "#SBATCH --ntasks-per-node=1", "#SBATCH --cpus-per-task=4", "#SBATCH --output=logs/%j-%x.log",
            ],
            script.Split('\n').Where(line => line.StartsWith("#SBATCH", StringComparison.Ordinal)));
        Assert.Contains("${SLURM_JOB_END_TIME:-$((parallel_start + 1800))}", script);
        Assert.Equal(["logs/7-parallel-c1.log"], BatchCase.Dialect("slurm").LogFiles(job, "7"));
        Assert.Equal(["logs/*-parallel-c1.log"], BatchCase.Dialect("slurm").LogFiles(job, "7_2"));
        Assert.Empty(settings.Warnings);
    }

    [Theory]
    [InlineData(1, null, null, 1, 1)]
    [InlineData(4, null, null, 4, 1)]
    [InlineData(6, null, null, 3, 2)]
    [InlineData(8, null, null, 4, 2)]
    [InlineData(7, null, null, 7, 1)]
    [InlineData(36, null, null, 6, 6)]
    [InlineData(36, 4, null, 4, 9)]
    [InlineData(8, null, 4, 2, 4)]
    [InlineData(8, null, 16, 1, 16)]
    [InlineData(8, 3, 5, 3, 5)]
    public void Processes_and_threads_follow_from_the_cores(
        int cores, int? processes, int? threads, int wantedProcesses, int wantedThreads)
    {
        var settings = BatchCase.Read("slurm", new Dictionary<string, object?>
        {
            ["cores"] = cores, ["processes"] = processes, ["threads_per_worker"] = threads, ["memory"] = 7_000,
        });
        Assert.Equal(wantedProcesses, new BatchOptions(settings.Own).Processes);
        Assert.Equal(wantedThreads, settings.ThreadsPerWorker);
        Assert.Equal(7_000 / wantedProcesses, settings.MemoryLimit);
    }

    [Fact]
    public void Old_names_work_with_a_warning_and_the_new_ones_win()
    {
        var settings = BatchCase.Read("slurm", new Dictionary<string, object?>
        {
            ["project"] = "old", ["env_extra"] = "old", ["job_script_prologue"] = "new", ["python"] = "silo --fast",
        });
        var options = new BatchOptions(settings.Own);
        Assert.Equal(("old", "new"), (options.Account, options.Prologue.Single()));
        Assert.Equal(["silo", "--fast"], options.SiloCommand);
        Assert.Equal(
            [
                "Option 'project' is now called 'account'; write that.",
                "Option 'env_extra' is now called 'job_script_prologue'; both are written, the old one is ignored.",
            ],
            settings.Warnings);
    }

    [Fact]
    public void Oar_without_a_property_for_memory_warns()
    {
        Assert.Single(BatchCase.Read("oar", new Dictionary<string, object?>()).Warnings);
        Assert.Empty(BatchCase.Read("oar", new Dictionary<string, object?>
        {
            ["memory_per_core_property_name"] = "not_applicable",
        }).Warnings);
    }

    [Theory]
    [InlineData("slurm", "queu", "x", "Unknown option 'queu' for env slurm. Did you mean 'queue'?")]
    [InlineData("sge", "account", "x", "Unknown option 'account' for env sge.")]
    [InlineData("slurm", "job_name", "a\nb", "Option 'job_name' must be letters, digits")]
    [InlineData("slurm", "job_name", "$(touch x)", "Option 'job_name' must be letters, digits")]
    [InlineData("pbs", "queue", "a b", "Option 'queue' must be one word")]
    [InlineData("pbs", "job_extra_directives", "-q x\ntouch y", "Option 'job_extra_directives' must be a list")]
    [InlineData("oar", "walltime", "1; rm", "Option 'walltime' must be a duration")]
    [InlineData("lsf", "lsf_units", "x", "Option 'lsf_units' must be kb")]
    [InlineData("htcondor", "job_extra_directives", "a = b", "Option 'job_extra_directives' must be a map")]
    public void Faults_name_the_option(string env, string name, string value, string fault)
    {
        var error = Assert.Throws<ConfigException>(
            () => BatchCase.Read(env, new Dictionary<string, object?> { [name] = value }));
        Assert.StartsWith(fault, Assert.Single(error.Faults));
    }

    [Fact]
    public void Cores_memory_and_disk_must_be_set()
    {
        var error = Assert.Throws<ConfigException>(
            () => BatchCase.Read(new ParallelConfig { Env = "htcondor", NWorkers = 1 }));
        Assert.Equal(3, error.Faults.Count);
        Assert.StartsWith("Option 'cores' must be set", error.Faults[0]);
    }

    [Theory]
    [InlineData("slurm", "90 min", "-t 01:30:00")]
    [InlineData("slurm", "1-12:00:00", "-t 1-12:00:00")]
    [InlineData("slurm", "30", "-t 30")]
    [InlineData("lsf", "90 s", "-W 00:02")]
    [InlineData("sge", "30 min", "-l h_rt=00:30:00")]
    public void Walltimes_with_a_unit_get_the_systems_notation_and_others_stay(string env, string written, string line)
    {
        var settings = BatchCase.Read(env, new Dictionary<string, object?> { ["walltime"] = written });
        Assert.Contains($" {line}\n", BatchCase.Dialect(env).Script(BatchCase.Job(settings)));
    }

    [Theory]
    [InlineData("", "kb")]
    [InlineData("LSF_UNIT_FOR_LIMITS=MB\n", "mb")]
    [InlineData("LSF_UNIT_FOR_LIMITS=MB\n#LSF_UNIT_FOR_LIMITS=KB\nLSF_UNIT_FOR_LIMITS = GB # c\n", "gb")]
    [InlineData("LSF_UNIT_FOR_LIMITS=\n", "kb")]
    public void The_unit_of_an_lsf_cluster_comes_from_its_file(string file, string unit) =>
        Assert.Equal(unit, LsfUnits.Read(file));

    private static ParallelConfig Parsed(string yaml)
    {
        var root = (ConfigNode.Map)YamlTree.Read(yaml, new FaultList())!;
        var options = (ConfigNode.Map)root.Entries.Single(e => e.Key == "options").Value;
        return new ParallelConfig
        {
            Env = "slurm", NWorkers = 4,
            Options = options.Entries.ToDictionary(e => e.Key, e => NodeValue.Of(e.Value)),
        };
    }
}
