using System.Diagnostics;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using ParallelCompute.Configuration;
using ParallelCompute.Launchers.Batch;
using ParallelCompute.Tests.Architecture;

namespace ParallelCompute.Tests.Launchers.Batch;

[Collection(Processes.Name)]
public sealed class HostileScriptTests : IDisposable
{
    private const int Cases = 60;

    // Each creates the file in $MARK, the mark, where it is executed.
    private static readonly string[] Texts =
    [
        "plain", "two words", "$(touch \"$MARK\")", "`touch \"$MARK\"`", "a\ntouch \"$MARK\"", "'; touch \"$MARK\"; '",
        "\"; touch \"$MARK\"; \"", "a;touch $MARK", "a && touch $MARK", "it's", "\"quoted\"", "back\\slash\\", "ü/é",
        "| touch $MARK", "#comment", "%j%x%%", "a\r\ntouch $MARK", "-x", "$$(touch $MARK)", "a,b", "",
    ];

    private static readonly Dictionary<string, string> Indexes = new()
    {
        ["SLURM_ARRAY_TASK_ID"] = "1", ["PBS_ARRAY_INDEX"] = "1", ["SGE_TASK_ID"] = "2", ["LSB_JOBINDEX"] = "2",
        ["OAR_ARRAY_INDEX"] = "2",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parallel-test-");

    public static TheoryData<string> Systems => BatchCase.Systems;

    [Theory]
    [MemberData(nameof(Systems))]
    public void No_combination_of_options_gives_a_script_that_is_broken_or_runs_what_it_should_not(string env)
    {
        var (done, seed) = (0, Environment.GetEnvironmentVariable(Seeds.Variable) ?? "1");
        var choices = Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf(64));
        Prop.ForAll(choices, choice => { done += Run(env, choice) ? 1 : 0; }).Check(
            Config.QuickThrowOnFailure.WithMaxTest(Cases).WithReplay(FSharpOption<Replay>.Some(
                new Replay(new Rnd(ulong.Parse(seed, CultureInfo.InvariantCulture), 1), FSharpOption<int>.None))));
        Assert.True(done > Cases / 8, $"only {done} of {Cases} combinations were rendered");
    }

    /// <returns>Whether the options were taken; else they were refused.</returns>
    private bool Run(string env, int[] choice)
    {
        var next = 0;
        int Pick(int count) => choice[next++ % choice.Length] % count;
        var folder = Directory.CreateDirectory(
            Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}", Pick(2) == 0 ? "plain" : "a b'c\"d$(touch $MARK)"));
        var record = Path.Combine(folder.FullName, "record");
        var program = Path.Combine(folder.FullName, "silo");
        File.WriteAllText(program, "#!/bin/sh\nprintf '%s\\0' \"$@\" > \"$RECORD\"\n");
        var options = Options(env, Pick);
        BatchJob job;
        string script;
        BatchCommand submit;
        try
        {
            job = BatchCase.Job(BatchCase.Read(env, options), 1 + Pick(3), folder.FullName) with
            {
                Silo = ["/bin/sh", program],
            };
            var dialect = BatchCase.Dialect(env);
            job = dialect.HasArrays ? job : job with { Workers = [job.Workers[0]] };
            File.WriteAllText(job.Credentials, "");
            script = dialect.Script(job);
            submit = dialect.Submit(job, "file", script);
        }
        catch (ConfigException)
        {
            return false;
        }

        var what = string.Join('\n', options.Select(o => $"{o.Key}: {o.Value}")) + $"\n{script}";
        Assert.True(env == "htcondor" || HeaderIsWellFormed(script), what);
        var mark = Path.Combine(_folder.FullName, "mark");
        string[] commands = env == "htcondor" ? HtcondorArguments(script, job.IsArray ? 1 : 0)
            : ["-c", env == "oar" ? submit.Arguments[^1] : script];
        Execute(["-n", .. commands], folder.FullName, mark, record, what);
        Execute(commands, folder.FullName, mark, record, what);
        Assert.False(File.Exists(mark), $"executed:\n{what}");
        Assert.Equal(Expected(env, job, mark), Recorded(record));
        return true;
    }

    private static Dictionary<string, object?> Options(string env, Func<int, int> pick)
    {
        var options = new Dictionary<string, object?>();
        foreach (var option in BatchEnvs.All.Single(e => e.Name == env).Own.Where(o => o.Kind.KeepsText))
        {
            if (pick(3) != 0 || option.Name is "silo_command" or "shared_temp_directory")
            {
                continue;
            }

            options[option.Name] = option.Name switch
            {
                // Commands are there to be executed; these do no harm.
                "job_script_prologue" => new List<object?> { "true # comment", "if true; then\n  :\nfi" },
                "job_script_epilogue" => new List<object?> { "true" },
                "job_directives_skip" => pick(2) == 0 ? new List<object?> { Texts[pick(Texts.Length)] } : null,
                "shebang" => "#!/bin/bash " + Texts[pick(Texts.Length)],
                "walltime" => pick(4) != 0 ? "10:00" : Texts[pick(Texts.Length)],
                _ when option.Kind == BatchKinds.Attributes =>
                    new Dictionary<string, object?> { ["MY.A"] = Texts[pick(Texts.Length)] },
                "job_extra_directives" or "worker_extra_args" or "submit_command_extra" or "cancel_command_extra" =>
                    new List<object?> { Texts[pick(Texts.Length)], "-p " + Texts[pick(Texts.Length)] },
                // Most others are refused in words, and with them the whole configuration.
                _ => Texts[pick(6) == 0 ? pick(Texts.Length) : 0],
            };
        }

        return options;
    }

    private static bool HeaderIsWellFormed(string script)
    {
        var lines = script.Split('\n');
        return lines[0].StartsWith("#!", StringComparison.Ordinal) && lines[1].Length == 0
            && lines.Skip(2).TakeWhile(line => line.Length > 0).All(line => line[0] == '#' && line.Contains(' '));
    }

    private static void Execute(string[] arguments, string folder, string mark, string record, string what)
    {
        var start = new ProcessStartInfo("bash", arguments)
        {
            RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder,
        };
        foreach (var (name, value) in Indexes.Append(new("MARK", mark)).Append(new("RECORD", record)))
        {
            start.Environment[name] = value;
        }

        using var bash = Process.Start(start)!;
        var error = bash.StandardError.ReadToEnd();
        Assert.True(bash.WaitForExit(TimeSpan.FromMinutes(1)), $"bash hangs:\n{what}");
        Assert.True(bash.ExitCode == 0, $"{bash.ExitCode}: {error}\n{what}");
    }

    /// <summary>The words that HTCondor gives the program: single quotes group, doubled quotes stand for one.</summary>
    private static string[] HtcondorArguments(string description, int process)
    {
        var line = description.Split('\n').Single(l => l.StartsWith("Arguments = ", StringComparison.Ordinal));
        var text = line["Arguments = \"".Length..^1].Replace("\"\"", "\"", StringComparison.Ordinal)
            .Replace("$(Process)", $"{process}", StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\$(?!\(DOLLAR\))", text);
        text = text.Replace("$(DOLLAR)", "$", StringComparison.Ordinal);
        Assert.DoesNotContain("$$(", text);
        var (start, end) = (text.IndexOf('\''), text.LastIndexOf('\''));
        return ["-c", text[(start + 1)..end].Replace("''", "'", StringComparison.Ordinal), text[(end + 2)..]];
    }

    private static string[] Expected(string env, BatchJob job, string mark)
    {
        var ids = string.Join(',', job.Workers[job.IsArray ? 1 : 0]);
        var credentials = env == "htcondor" ? Path.GetFileName(job.Credentials) : job.Credentials;
        string[] memory = job.MemoryLimit is { } bytes ? ["--memory-limit", $"{bytes}"] : [];
        return ["guard", ids, $"{job.Slots}", "--credentials", credentials, .. memory, "--grace", "7.5",
            // Variables of the job are meant to be filled in.
            .. job.Options.WorkerArguments.Select(a => a.Replace("$MARK", mark, StringComparison.Ordinal))];
    }

    private static string[] Recorded(string record)
    {
        var words = File.ReadAllText(record).Split('\0')[..^1].ToList();
        if (words.IndexOf("--deadline") is var at and >= 0)
        {
            Assert.Matches("^[0-9]{10}$", words[at + 1]);
            words.RemoveRange(at, 2);
        }

        return [.. words];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
