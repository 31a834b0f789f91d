using ParallelCompute.Cli.Script;
using ParallelCompute.Configuration;
using ParallelCompute.Tests.Architecture;

namespace ParallelCompute.Tests.Launchers.Batch;

public sealed class BatchPagesTests
{
    public static TheoryData<string> Systems => BatchCase.Systems;

    [Theory]
    [MemberData(nameof(Systems))]
    public void The_page_of_a_system_shows_its_options(string env)
    {
        var rows = BatchEnvs.All.Single(e => e.Name == env).Own.Select(Row);
        var (path, lines) = (Page(env), File.ReadAllLines(Page(env)));
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllLines(path, [.. lines.Where(line => !IsRow(line)), .. rows]);
            return;
        }

        Assert.Equal(rows, lines.Where(IsRow));
    }

    private static bool IsRow(string line) => line.StartsWith("| `", StringComparison.Ordinal);

    private static string Row(OptionDefinition option)
    {
        var preset = string.IsNullOrEmpty(option.Default) ? "unset" : option.Default;
        return $"| `{option.Name}` | {option.Kind.Name} | {preset} | {option.Description} |";
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void The_example_of_a_system_is_on_its_page_and_renders(string env)
    {
        var example = Example(env);
        Assert.Contains($"```yaml\n{File.ReadAllText(example)}```\n", File.ReadAllText(Page(env)));
        var config = ParallelConfig.Load(example);
        Assert.Equal(env, config.Env);
        Assert.Empty(ClusterSettings.From(config).Warnings);
        Assert.Contains("parallel-CLUSTER", JobScripts.Preview(config));
    }

    [Fact]
    public void The_command_prints_the_script_of_a_file_and_tells_what_is_wrong_with_another()
    {
        var output = new StringWriter();
        Assert.Equal(0, Run(["--config", Example("slurm")], output));
        Assert.StartsWith("#!/usr/bin/env bash\n\n#SBATCH -J parallel-CLUSTER\n", output.ToString());
        Assert.Contains("set -- w1,w2,w3,w4 w5,w6,w7,w8\n", output.ToString());
        Assert.Equal(1, Run(["--config", "no such file"], output));
    }

    [Fact]
    public void An_env_without_job_scripts_is_refused()
    {
        var error = Assert.Throws<ConfigException>(() => JobScripts.Preview(new ParallelConfig { Env = "local" }));
        Assert.StartsWith("env 'local' has no job script.", error.Message);
    }

    [Fact]
    public void Variables_are_not_in_the_script()
    {
        var config = ParallelConfig.Load(Example("slurm"));
        config.Options["environment"] = new Dictionary<string, object?> { ["HF_TOKEN"] = "a secret" };
        var script = JobScripts.Preview(config);
        Assert.DoesNotContain("a secret", script);
        Assert.Contains("/CLUSTER/variables\n", script);
    }

    private static int Run(string[] arguments, TextWriter output) => ScriptCommand.Create().Parse(arguments).Invoke(
        new System.CommandLine.InvocationConfiguration { Output = output, Error = TextWriter.Null });

    private static string Page(string env) => Repository.Combine("docs", "environments", $"{env}.md");

    private static string Example(string env) => Repository.Combine("deploy", env, "parallel.yaml");
}
