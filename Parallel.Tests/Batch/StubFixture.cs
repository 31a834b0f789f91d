using ParallelCompute.Tests.Behavior;
using ParallelCompute.Tests.Launchers.Batch;

namespace ParallelCompute.Tests.Batch;

/// <summary>Commands that stand in for a system that cannot be had: they run job scripts on this machine.</summary>
public abstract class StubFixture(string env) : BatchFixture(env, env)
{
    private readonly string _env = env;

    /// <summary>The commands, and the jobs that they run.</summary>
    internal TemporaryFolder Commands { get; } = new();

    public override (Dictionary<string, object?> Options, string Words) Impossible =>
        (new() { ["cores"] = 99 }, "Starting (");

    protected override string List =>
        """
        for job in "$BATCH_STUB_DIR"/job.*; do
          if [ -d "$job" ] && [ ! -f "$job/code" ]; then echo "${job##*/job.}"; fi
        done
        """;

    public override Task DisposeAsync()
    {
        Commands.Dispose();
        return base.DisposeAsync();
    }

    private protected override Task<TestBed?> FindAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Commands.Path, "bin")).FullName;
        StubCommands.Install(_env, folder);
        return Task.FromResult<TestBed?>(new TestBed(_env, new Dictionary<string, string>
        {
            ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}",
            [StubCommands.Folder] = Path.Combine(Commands.Path, "jobs"),
        }));
    }
}
