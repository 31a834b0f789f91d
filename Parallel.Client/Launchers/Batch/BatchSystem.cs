using ParallelCompute.Runtime.Guarding;
using ParallelCompute.Launching;

namespace ParallelCompute.Launchers.Batch;

/// <summary>A batch system as one cluster uses it: speaks to it by its commands, in the words of its dialect.</summary>
/// <param name="dialect">What the system says and understands.</param>
/// <param name="settings">Those of the cluster.</param>
/// <param name="cluster">The cluster's id; part of the jobs' name.</param>
/// <param name="examination">Arguments of the worker program that only looks at the node; null: it works.</param>
internal sealed class BatchSystem(
    IBatchDialect dialect, ClusterSettings settings, string cluster, IReadOnlyList<string>? examination = null)
{
    /// <summary>For one command. Systems under load take long; one that is down never answers.</summary>
    private static readonly TimeSpan CommandLimit = TimeSpan.FromMinutes(1);

    /// <summary>Beyond the grace for user code: for guard and silo to leave.</summary>
    private static readonly TimeSpan SiloGrace = TimeSpan.FromSeconds(2);

    /// <summary>As Slurm has it (MaxArraySize) where nobody changed it; others permit more.</summary>
    private const int LargestArray = 1000;

    private readonly BatchOptions _options = new(settings.Own);
    private readonly CommandRunner _runner = new(CommandLimit);
    private readonly Dictionary<string, BatchJob> _submissions = new(StringComparer.Ordinal);
    private readonly string _jobName = $"{new BatchOptions(settings.Own).JobName}-{cluster}";
    private JobFolder? _folder;
    private SiloProgram? _silo;
    private int _lastScript;

    public string Name => dialect.Env;

    public int WorkersPerJob => _options.Processes;

    /// <summary>Jobs that may be in the queue at once, waiting or running.</summary>
    public int MostQueued => _options.MaxQueued ?? int.MaxValue;

    /// <summary>Jobs that one command may submit.</summary>
    public int MostAtOnce => dialect.HasArrays && _options.UsesArrays ? LargestArray : 1;

    /// <summary>Has the system tell its version.</summary>
    /// <exception cref="LaunchException">Its commands are missing, or do not answer.</exception>
    public Task<CommandResult> VersionAsync(CancellationToken cancellationToken) =>
        _runner.RunAsync(dialect.Version, cancellationToken);

    /// <summary>Puts what jobs need to join where they find it.</summary>
    /// <exception cref="LaunchException">That cannot be.</exception>
    public void Prepare(LaunchRequest request, JoinTicket ticket)
    {
        if (_folder is not null)
        {
            return;
        }

        _silo = SiloProgram.Find();
        var folder = JobFolder.Make(
            JobFolder.Root(_options.Text("shared_temp_directory")), cluster, ClusterNote.Own(dialect.Env).ToString());
        folder.WriteCredentials(ticket);
        if (request.Variables.Count > 0)
        {
            folder.WriteVariables(ShellText.Exports(request.Variables));
        }

        _folder = folder;
    }

    /// <summary>Submits jobs by one command.</summary>
    /// <returns>Their ids; none, but what the system said, where it is too busy for now.</returns>
    /// <exception cref="LaunchException">The system refuses, or does not answer.</exception>
    public async Task<(IReadOnlyList<string> Ids, string? Busy)> SubmitAsync(
        LaunchRequest request, IReadOnlyList<IReadOnlyList<string>> workers, CancellationToken cancellationToken)
    {
        var job = Job(request, workers);
        var script = dialect.Script(job);
        var file = Path.Combine(_folder!.Path, $"job-{++_lastScript}");
        CommandResult result;
        try
        {
            MakeLogFolders(job);
            await File.WriteAllTextAsync(file, script, cancellationToken).ConfigureAwait(false);
            result = await _runner.RunAsync(dialect.Submit(job, file, script), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException($"A file or folder that jobs need cannot be written: {e.Message}", e);
        }
        finally
        {
            File.Delete(file);
        }

        if (result.ExitCode != 0)
        {
            return dialect.IsBusy(result.Output + result.Error) ? ([], result.Words)
                : throw result.Failure($"{Name} refused a job", "Its words tell what to change in the options; " +
                    "`parallelctl script` prints the job script.");
        }

        var ids = dialect.ReadJobIds(result.Output, workers.Count);
        if (ids.Count != workers.Count)
        {
            throw result.Failure($"{Name} accepted a job and told no id that is understood",
                $"Look in its queue for jobs named {_jobName} and cancel them.");
        }

        _folder.NoteJobs(ids);
        lock (_submissions)
        {
            foreach (var id in ids)
            {
                _submissions[id] = job;
            }
        }

        return (ids, null);
    }

    /// <summary>Asks by one command what all jobs do. Those that are not listed are not told of.</summary>
    /// <exception cref="LaunchException">The system does not answer.</exception>
    public async Task<IReadOnlyDictionary<string, JobState>> StatesAsync(
        IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var listed = await ListAsync(ids, cancellationToken).ConfigureAwait(false);
        var states = new Dictionary<string, JobState>(StringComparer.Ordinal);
        foreach (var job in listed)
        {
            states[job.Id] = job.State;
        }

        return states;
    }

    /// <summary>Cancels jobs; that some are gone already is no error.</summary>
    public async Task CancelAsync(IReadOnlyList<string> ids)
    {
        foreach (var command in ids.Count == 0 ? [] : dialect.Cancel(_options, ids))
        {
            try
            {
                await _runner.RunAsync(command, CancellationToken.None).ConfigureAwait(false);
            }
            catch (LaunchException)
            {
                // The list of jobs tells whether they are gone; workers that lost their client end by themselves.
            }
        }
    }

    /// <summary>What is known of a job's end: the system's words and the last lines of its output.</summary>
    public async Task<(string Words, string LogTail)> EndOfAsync(
        string id, JobState? listed, bool wasCanceled, CancellationToken cancellationToken)
    {
        BatchJob? job;
        lock (_submissions)
        {
            _submissions.Remove(id, out job);
        }

        if (wasCanceled)
        {
            return ("it was canceled", "");
        }

        JobState? end = null;
        foreach (var command in dialect.Explain(id))
        {
            try
            {
                var result = await _runner.RunAsync(command, cancellationToken).ConfigureAwait(false);
                end ??= dialect.ReadEnd(id, result.Output);
            }
            catch (LaunchException)
            {
                // Not every site has that command; the next one may know.
            }

            if (end is not null)
            {
                break;
            }
        }

        return ((end ?? listed)?.Words ?? "it is in the queue no more",
            job is null ? "" : JobLog.Tail(dialect.LogFiles(job, id)));
    }

    /// <summary>Cancels what a submission left that did not tell its ids, and removes the cluster's files.</summary>
    public async Task CloseAsync()
    {
        if (_folder is null)
        {
            return;
        }

        try
        {
            var listed = await ListAsync([], CancellationToken.None).ConfigureAwait(false);
            await CancelAsync([.. listed
                .Where(j => j.Name == _jobName && j.State.Phase != JobPhase.Ended).Select(j => j.Id)])
                .ConfigureAwait(false);
        }
        catch (LaunchException)
        {
            // Those that are left end by themselves without their client.
        }

        _folder.Remove();
    }

    private async Task<IReadOnlyList<ListedJob>> ListAsync(
        IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var result = await _runner.RunAsync(dialect.List(Environment.UserName, ids), cancellationToken)
            .ConfigureAwait(false);
        return result.ExitCode == 0 || dialect.ListsNone(result.ExitCode, result.Output + result.Error)
            ? dialect.ReadList(result.Output)
            : throw result.Failure(
                $"{Name} does not list its jobs", "Try the command by hand; the system may be down or overloaded.");
    }

    private BatchJob Job(LaunchRequest request, IReadOnlyList<IReadOnlyList<string>> workers) => new(
        _options, _jobName, workers, request.SlotsPerWorker, [_silo!.Host, _silo.Assembly], _folder!.Credentials,
        _options.LogDirectory is { } logs ? Path.GetFullPath(logs) : _folder.Logs)
    {
        MemoryLimit = request.MemoryLimit, Grace = settings.CancelGrace + SiloGrace, Nanny = settings.Nanny,
        VariablesFile = request.Variables.Count > 0 ? _folder.Variables : null,
        Examination = examination,
        Transfer = _options.SiloCommand is null ? [Path.GetDirectoryName(_silo.Assembly)!] : [],
    };

    /// <summary>Jobs whose output has nowhere to go fail, or run without any.</summary>
    private void MakeLogFolders(BatchJob job)
    {
        foreach (var folder in dialect.LogFiles(job, "0").Select(Path.GetDirectoryName).Append(job.LogFolder))
        {
            if (!string.IsNullOrEmpty(folder) && !folder.Contains('*'))
            {
                Directory.CreateDirectory(folder);
            }
        }
    }
}
