using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Clusters;
using ParallelCompute.Launchers.Batch;
using ParallelCompute.Launching;

namespace ParallelCompute.Doctor;

/// <summary>A batch system, and by one job like those of workers the node that it gives this.</summary>
internal sealed class BatchProbe(ClusterSettings settings, IBatchDialect dialect) : IProbe
{
    private const string Worker = "doctor";

    /// <summary>How often an answer is looked for; that asks a folder, not the system.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.2);

    /// <summary>How late what a node wrote may be seen here: machines remember what a shared folder held.</summary>
    private static readonly TimeSpan SharingLimit = TimeSpan.FromSeconds(5);

    private readonly BatchOptions _options = new(settings.Own);

    /// <summary>By it the answer comes back; HTCondor's jobs have their files sent and need none.</summary>
    private bool HasSharedFolder => dialect is not HtcondorDialect;

    public IReadOnlyList<string> Nodes =>
        !HasSharedFolder ? [] : [_options.Queue is { } queue ? $"queue {queue}" : "default queue"];

    public string? Shared => HasSharedFolder ? Root : null;

    private string Root => JobFolder.Root(_options.Text("shared_temp_directory"));

    public async Task<IReadOnlyList<DoctorFinding>> ExamineSystemAsync(CancellationToken cancellationToken)
    {
        List<DoctorFinding> findings = [];
        try
        {
            var system = new BatchSystem(dialect, settings, ClusterFactory.NewId());
            var told = await system.VersionAsync(cancellationToken).ConfigureAwait(false);
            var version = told.ExitCode != 0 ? null : $"{told.Output}\n{told.Error}".Split('\n')
                .Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0);
            findings.Add(new(dialect.Env, "", true, version ?? $"{dialect.Version.Program} is there"));
        }
        catch (LaunchException e)
        {
            findings.Add(new(dialect.Env, "", false, e.Message));
        }

        try
        {
            JobFolder.Make(Root, ClusterFactory.NewId(), ClusterNote.Own(dialect.Env).ToString()).Remove();
            findings.Add(new("shared folder", "", true, $"{Root} can be written here"));
        }
        catch (LaunchException e)
        {
            findings.Add(new("shared folder", "", false, e.Message));
        }

        if (!HasSharedFolder)
        {
            findings.Add(new("nodes", "", true, "not looked at: this version submits no probe job to HTCondor. " +
                "Runtime, clock, folders, GPUs and the connection of its nodes are not known."));
        }

        return findings;
    }

    public IReadOnlyList<string> Folders(string node) =>
    [
        settings.LocalDirectory ?? Path.GetTempPath(),
        .. _options.LogDirectory is { } logs ? [Path.GetFullPath(logs)] : Array.Empty<string>(),
    ];

    public async Task<NodeAnswer> RunAsync(
        string node, IReadOnlyList<string> arguments, JoinTicket ticket, CancellationToken cancellationToken)
    {
        var cluster = ClusterFactory.NewId();
        var answer = JobFolder.At(Path.Combine(Root, cluster)).Answer;
        var system = new BatchSystem(dialect, settings, cluster, [.. arguments, "--answer", answer]);
        var told = new ConcurrentQueue<LaunchNotice>();
        var ended = new TaskCompletionSource<LaunchNotice>(TaskCreationOptions.RunContinuationsAsynchronously);

        // It follows the job as it does those of workers, and leaves neither job nor folder.
        await using var launcher = new BatchLauncher(system, NullLogger.Instance);
        try
        {
            await launcher.StartAsync(
                new LaunchRequest(
                    [Worker], Task.FromResult(ticket), Task.CompletedTask, settings.ThreadsPerWorker,
                    settings.Variables),
                Observe, cancellationToken).ConfigureAwait(false);
            while (!File.Exists(answer) && !ended.Task.IsCompleted)
            {
                await Task.WhenAny(ended.Task, Task.Delay(Pause, cancellationToken)).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }

            for (var i = 0; i < SharingLimit / Pause && !File.Exists(answer); i++)
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }

            return File.Exists(answer)
                ? new NodeAnswer(
                    await File.ReadAllTextAsync(answer, cancellationToken).ConfigureAwait(false),
                    [new DoctorFinding("job", node, true, Story(told))])
                : throw Unanswered(await ended.Task.ConfigureAwait(false));
        }
        catch (OperationCanceledException e)
        {
            throw new LaunchException($"The probe job has not answered in the time that it was given; {dialect.Env} " +
                $"says: {Story(told)}. It was canceled. Ask for less or for another queue, or give it more time.", e);
        }

        void Observe(LaunchNotice notice)
        {
            if (notice.State == LaunchState.Exited)
            {
                ended.TrySetResult(notice);
            }
            else
            {
                told.Enqueue(notice);
            }
        }
    }

    public ValueTask DisposeAsync() => default;

    private static LaunchException Unanswered(LaunchNotice end) => new(
        $"The probe job could not look at its node: {end.Detail}." +
        (end.LogTail.Length > 0 ? $" The end of its output:\n{end.LogTail}"
            : " It left no output: if it ran, its node may not mount the folder of the worker program or of its log."))
    {
        Output = end.LogTail,
    };

    private static string Story(ConcurrentQueue<LaunchNotice> told) => told.IsEmpty ? "nothing yet"
        : string.Join(", then ", told.Select(t => t.Detail));
}
