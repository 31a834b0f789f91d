using System.Diagnostics;
using ParallelCompute.Tests.Architecture;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Batch;

/// <summary>A batch system that runs on this machine: what it takes to use its commands.</summary>
internal sealed class TestBed
{
    /// <summary>Where the scripts keep their state, unless this variable says something else.</summary>
    private const string FolderVariable = "TESTBED_DIR", DefaultFolder = "/tmp/testbed-state";

    private readonly string _name;

    /// <param name="name">For messages.</param>
    /// <param name="variables">What its clients need in their environment.</param>
    public TestBed(string name, IReadOnlyDictionary<string, string> variables) =>
        (_name, Variables) = (name, variables);

    /// <summary>What its clients need in their environment.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>Where the scripts keep their state.</summary>
    public static string Folder => Environment.GetEnvironmentVariable(FolderVariable) ?? DefaultFolder;

    /// <summary>Finds one that a script of deploy/testbed has brought up; null where it has not.</summary>
    public static async Task<TestBed?> FindAsync(string name)
    {
        var file = Path.Combine(Folder, name, "env.sh");
        if (!File.Exists(file) || await RunAsync([Script(name), "status"], null) is not { ExitCode: 0 })
        {
            return null;
        }

        var (_, shown) = await RunAsync(["bash", "-c", ". \"$1\" && env -0", "env", file], null);
        var variables = shown.Split('\0').Select(v => v.Split('=', 2)).Where(v => v.Length == 2)
            .Where(v => v[0] is not ("_" or "SHLVL" or "PWD") && Environment.GetEnvironmentVariable(v[0]) != v[1]);
        return new TestBed(name, variables.ToDictionary(v => v[0], v => v[1], StringComparer.Ordinal));
    }

    /// <summary>Runs a shell command as a client of this system.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public async Task<string> ShellAsync(string command)
    {
        var (exitCode, output) = await RunAsync(["bash", "-c", command], Variables);
        Assert.True(exitCode == 0, $"{_name}: `{command}` ended with {exitCode}: {output}");
        return output;
    }

    private static string Script(string name) => Repository.Combine("deploy", "testbed", $"{name}.sh");

    private static async Task<(int ExitCode, string Output)> RunAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? variables)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true };
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().Soon();
        return (process.ExitCode, await output.Soon());
    }
}
