using System.Text;
using ParallelCompute.Configuration;
using ParallelCompute.Launchers;
using ParallelCompute.Launchers.Batch;
using ParallelCompute.Tests.Architecture;

namespace ParallelCompute.Tests.Launchers.Batch;

public sealed class GoldenScriptTests
{
    public static TheoryData<string> Systems => BatchCase.Systems;

    private static readonly Dictionary<string, object?> Everything = new()
    {
        ["queue"] = "gpu", ["account"] = "proj42", ["project"] = "proj42", ["cores"] = 8, ["memory"] = "28 GB",
        ["processes"] = 4, ["walltime"] = "02:00:00", ["job_name"] = "asr.train", ["nanny"] = false,
        ["job_extra_directives"] = new List<object?> { "--first", "-x \"two words\"" },
        ["job_script_prologue"] = new List<object?> { "module load cuda # for the GPU", "source ~/env.sh" },
        ["job_script_epilogue"] = new List<object?> { "echo done" },
        ["log_directory"] = "/scratch/logs", ["shebang"] = "#!/bin/bash -l",
        ["silo_command"] = "apptainer exec --nv \"$IMAGES/my image.sif\" parallel-silo",
        ["worker_extra_args"] = new List<object?> { "--verbose", "it's" },
        ["resource_spec"] = "nodes=1:ppn=8,mem=30gb", ["job_cpu"] = 16, ["job_mem"] = "30G", ["ncpus"] = 16,
        ["mem"] = "8 GB", ["lsf_units"] = "mb", ["use_stdin"] = "false",
        ["memory_per_core_property_name"] = "mem_core", ["disk"] = "100 MB",
        ["submit_command_extra"] = new List<object?> { "-name", "the schedd" },
        ["cancel_command_extra"] = new List<object?> { "-forcex" },
    };

    [Theory]
    [MemberData(nameof(Systems))]
    public void Scripts_and_commands_are_the_approved_ones(string env)
    {
        var text = new StringBuilder();
        Add(text, env, "cores and memory alone", [], 1);
        Add(text, env, "an array of three jobs", [], 3);
        Add(text, env, "every option", Chosen(env), 1);
        Add(text, env, "directives skipped", new() { ["job_directives_skip"] = Skipped(env) }, 1);
        Check(env, text.ToString());
    }

    private static Dictionary<string, object?> Chosen(string env)
    {
        var definition = BatchEnvs.All.Single(e => e.Name == env);
        var options = Everything.Where(o => definition.Options.Any(d => d.Name == o.Key)).ToDictionary();
        if (env == "htcondor")
        {
            options["job_extra_directives"] = new Dictionary<string, object?>
            {
                ["+Project"] = "\"asr\"", ["MY.Kind"] = "$(Cluster)",
            };
        }
        else if (env == "lsf")
        {
            options["walltime"] = "02:00";
        }
        else if (env == "oar")
        {
            options["job_extra_directives"] = new List<object?> { "-t besteffort", "-p \"gpu='YES'\"" };
        }

        return options;
    }

    private static List<object?> Skipped(string env) => env switch
    {
        "slurm" => ["--mem=", "-t "],
        "htcondor" => ["RequestDisk", "Stream_Output"],
        "lsf" => ["-R", "-W"],
        "sge" => ["-cwd", "h_rt"],
        _ => ["-l"],
    };

    private static void Add(StringBuilder text, string env, string title, Dictionary<string, object?> options, int jobs)
    {
        var (dialect, job) = (BatchCase.Dialect(env), BatchCase.Job(BatchCase.Read(env, options), jobs));
        if (!dialect.HasArrays && jobs > 1)
        {
            return;
        }

        var script = dialect.Script(job);
        string[] ids = jobs == 1 ? ["12"] : ["12_0", "12_1"];
        text.AppendJoin(
            '\n',
            [
                $"======== {title}", script.TrimEnd('\n'),
                "-------- submit", Show(dialect.Submit(job, "/tmp/job file.sh", script)),
                "-------- cancel", .. dialect.Cancel(job.Options, ids).Select(Show),
                "-------- list", Show(dialect.List("me", ids)),
                "-------- explain", .. dialect.Explain("12").Select(Show),
                "-------- logs of 12", .. dialect.LogFiles(job, "12"), "", "",
            ]);
    }

    private static string Show(BatchCommand command) =>
        $"{ShellText.Join([command.Program, .. command.Arguments])}{(command.Input is null ? "" : " < the script")}";

    private static void Check(string env, string actual)
    {
        var path = Repository.Combine("Parallel.Tests", "Launchers", "Batch", "Golden", $"{env}.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
