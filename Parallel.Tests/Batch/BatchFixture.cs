using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Batch;

/// <summary>A real batch system on which the batch suite runs.</summary>
/// <param name="env">The env that uses it.</param>
/// <param name="testBed">The script of deploy/testbed that brings it up.</param>
public abstract class BatchFixture(string env, string testBed) : IAsyncLifetime
{
    /// <summary>The end of every wait; never what makes a test pass.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, string?> _before = [];
    private TestBed? _bed;

    /// <summary>Whether the system runs here.</summary>
    protected bool IsThere => _bed is not null;

    /// <summary>What the jobs' files go to: it must be as empty after a test as before it.</summary>
    internal TemporaryFolder Shared { get; } = new();

    /// <summary>A request that waits for ever, or is refused, and a word that tells which.</summary>
    public abstract (Dictionary<string, object?> Options, string Words) Impossible { get; }

    /// <summary>The shell command that lists the ids of all jobs that have not ended.</summary>
    protected abstract string List { get; }

    /// <summary>The shell command that cancels a job.</summary>
    protected abstract string Cancel { get; }

    public virtual async Task InitializeAsync()
    {
        _bed = await FindAsync();
        // Clients are given no environment of their own: a user's program runs where the system's commands work.
        foreach (var (name, value) in _bed?.Variables ?? new Dictionary<string, string>())
        {
            _before[name] = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public virtual Task DisposeAsync()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        Shared.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Skips the test where the system does not run, or fails it where all are required.</summary>
    public virtual void Need() => Component.Need(_bed is not null, $"{env} (deploy/testbed/{testBed}.sh start)");

    /// <summary>The text of a configuration with that many workers.</summary>
    public ParallelConfig Config(int workers, Dictionary<string, object?>? more = null)
    {
        var config = new ParallelConfig
        {
            Env = env, NWorkers = workers,
            Options =
            {
                ["cores"] = 1, ["processes"] = 1, ["memory"] = "1GiB", ["walltime"] = "00:20:00",
                ["shared_temp_directory"] = Shared.Path, ["cancel_grace"] = "2 s", ["worker_timeout"] = "60 s",
            },
        };
        foreach (var (name, value) in Own.Concat(more ?? []))
        {
            config.Options[name] = value;
        }

        return config;
    }

    /// <summary>Ids of all jobs that have not ended.</summary>
    public async Task<string[]> JobsAsync() =>
        (await _bed!.ShellAsync(List)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Ends a job as its user would.</summary>
    public Task CancelAsync(string id) => _bed!.ShellAsync($"{Cancel} {id}");

    /// <summary>Lets jobs use what is at a path.</summary>
    public virtual void Admit(string path)
    {
    }

    /// <summary>Runs a shell command as a client of the system.</summary>
    internal Task<string> ShellAsync(string command) => _bed!.ShellAsync(command);

    /// <summary>Finds the system; null where it does not run.</summary>
    private protected virtual Task<TestBed?> FindAsync() => TestBed.FindAsync(testBed);

    /// <summary>What this system needs besides.</summary>
    protected virtual Dictionary<string, object?> Own => [];
}
