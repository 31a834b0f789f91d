using ParallelCompute.Tests.Behavior;
using ParallelCompute.Tests.Launchers.Batch;

namespace ParallelCompute.Tests.Batch;

/// <summary>Commands that stand in for a system that cannot be had: they run job scripts on this machine.</summary>
public abstract class StubFixture(string env) : BatchFixture(env, env)
{
    private readonly string _env = env;
    private readonly TemporaryFolder _folder = new();

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
        _folder.Dispose();
        return base.DisposeAsync();
    }

    private protected override Task<TestBed?> FindAsync()
    {
        var commands = Directory.CreateDirectory(Path.Combine(_folder.Path, "bin")).FullName;
        StubCommands.Install(_env, commands);
        return Task.FromResult<TestBed?>(new TestBed(_env, new Dictionary<string, string>
        {
            ["PATH"] = $"{commands}:{Environment.GetEnvironmentVariable("PATH")}",
            [StubCommands.Folder] = Path.Combine(_folder.Path, "jobs"),
        }));
    }
}
