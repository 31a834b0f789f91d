using Microsoft.Extensions.Logging;
using ParallelCompute.Blobs;
using ParallelCompute.Code;
using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Execution;

/// <summary>The worker's logic: keeps sessions, environments and runs, and queues batches for its slots.</summary>
/// <remarks>
/// <see cref="Receive"/> only sorts messages and never runs user code: setup runs on a thread of its own, items run on
/// the slots' threads.
/// </remarks>
public sealed partial class WorkerGrain : IWorkerGrain, IAsyncDisposable
{
    /// <summary>Guards all state; slots wait on it for work.</summary>
    private readonly object _gate = new();
    private readonly WorkerSettings _settings;
    private readonly IReporter _reporter;
    private readonly WorkerBlobs _blobs;
    private readonly NativeFolder _natives;
    private readonly Dictionary<long, WorkerSession> _sessions = [];
    private readonly Dictionary<long, WorkerRun> _runs = [];

    /// <summary>The ends of environments; never these themselves, which hold a client's code.</summary>
    private readonly List<Task> _disposals = [];

    /// <summary>Starts the slots.</summary>
    public WorkerGrain(WorkerSettings settings, IReporter reporter)
    {
        (_settings, _reporter) = (settings, reporter);
        _blobs = new WorkerBlobs(settings, reporter, WorkerBlobs.PartLimit);
        _natives = new NativeFolder(settings.LocalDirectory, settings.Cluster);
        _flusher = new Timer(_ => FlushSlow(), null, Timeout.Infinite, Timeout.Infinite);
        _slots = StartSlots();
    }

    /// <inheritdoc/>
    public void Receive(ToWorker message, ReadOnlyMemory<byte> payload)
    {
        switch (message.BodyCase)
        {
            case ToWorker.BodyOneofCase.OpenSession:
                OpenSession(message.OpenSession);
                break;
            case ToWorker.BodyOneofCase.FileIs:
                FileIs(message.FileIs);
                break;
            case ToWorker.BodyOneofCase.CloseSession:
                CloseSession(message.CloseSession.Session);
                break;
            case ToWorker.BodyOneofCase.BuildEnvironment:
                BuildEnvironment(message.BuildEnvironment);
                break;
            case ToWorker.BodyOneofCase.DropEnvironment:
                DropEnvironment(message.DropEnvironment.Environment);
                break;
            case ToWorker.BodyOneofCase.RunBatch:
                Queue(message.RunBatch, payload);
                break;
            case ToWorker.BodyOneofCase.GiveBack:
                GiveBack(message.GiveBack.Lease);
                break;
            case ToWorker.BodyOneofCase.CancelLease:
                CancelLease(message.CancelLease.Lease);
                break;
            case ToWorker.BodyOneofCase.CloseRun:
                CloseRun(message.CloseRun.Run, message.CloseRun.Cancel);
                break;
            case ToWorker.BodyOneofCase.BlobTurn:
                _blobs.Take(message.BlobTurn);
                break;
            case ToWorker.BodyOneofCase.BlobPart:
                _blobs.Take(message.BlobPart, payload);
                break;
        }
    }

    /// <summary>
    /// Cancels what runs, waits for the slots and disposes environments; each no longer than the time given.
    /// </summary>
    /// <returns>Whether all of it ended in that time.</returns>
    public async Task<bool> StopAsync(TimeSpan grace)
    {
        WorkerRun[] runs;
        WorkerSession[] sessions;
        lock (_gate)
        {
            _stopping = true;
            runs = [.. _runs.Values];
            sessions = [.. _sessions.Values];
            _sessions.Clear();
            _work.Clear();
            Monitor.PulseAll(_gate);
        }

        foreach (var session in sessions)
        {
            session.Files.Close();
        }

        _blobs.Stop();
        foreach (var run in runs)
        {
            CloseRun(run.Definition.Run, cancel: true);
        }

        try
        {
            await Task.WhenAll(_slots.Select(s => s.Ended)).WaitAsync(grace);
            foreach (var environment in sessions.SelectMany(s => s.Environments.Values))
            {
                environment.Release();
            }

            Task[] disposals;
            lock (_gate)
            {
                disposals = [.. _disposals];
            }

            await Task.WhenAll(disposals).WaitAsync(grace);
            return true;
        }
        catch (TimeoutException)
        {
            _settings.Logger.LogWarning(
                "User code did not end within {Seconds} s of being told to.", grace.TotalSeconds);
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        await _flusher.DisposeAsync();
        _blobs.Dispose();
        _natives.Dispose();
    }

    private void OpenSession(OpenSession opening)
    {
        var blobs = new SessionBlobs(_blobs, opening.Session);
        var files = new CodeFiles(
            opening, need => _reporter.Say(new ToDispatcher { NeedFiles = need }), blobs, _natives);
        lock (_gate)
        {
            _sessions.Add(
                opening.Session, new WorkerSession(files, blobs, WorkerEnvironment.Empty(_settings.Logger)));
        }
    }

    private void FileIs(FileIs answer)
    {
        lock (_gate)
        {
            _sessions.GetValueOrDefault(answer.Session)?.Files.Answer(answer);
        }
    }

    private void CloseSession(long id)
    {
        lock (_gate)
        {
            if (!_sessions.Remove(id, out var session))
            {
                return;
            }

            foreach (var environment in session.Environments.Values)
            {
                environment.Release();
            }

            session.Building.Clear();
            session.Close();
        }
    }

    private void BuildEnvironment(BuildEnvironment build)
    {
        WorkerSession? session;
        lock (_gate)
        {
            if (_sessions.TryGetValue(build.Session, out session))
            {
                session.Building.Add(build.Environment);
            }
        }

        if (session is not null)
        {
            new Thread(() => Setup(session, build)) { IsBackground = true, Name = "setup" }.Start();
        }
    }

    private void Setup(WorkerSession session, BuildEnvironment build)
    {
        try
        {
            new SlotContext(_settings).Enter();
            var returned = SetupCall.InvokeAsync(session.Code.LoadFunction(build.Setup)).GetAwaiter().GetResult();
            var environment = new WorkerEnvironment(EnvironmentValues.From(returned), _settings.Logger);
            lock (_gate)
            {
                if (!session.Building.Remove(build.Environment))
                {
                    // Dropped, or its session closed, while setup ran.
                    environment.Release();
                    return;
                }

                session.Environments[build.Environment] = environment;
                _disposals.RemoveAll(d => d.IsCompleted);
                _disposals.Add(environment.Disposal);
            }

            _settings.Marks.NoteReady();
            _reporter.Say(new ToDispatcher
            {
                EnvironmentBuilt = new EnvironmentBuilt
                {
                    Environment = build.Environment,
                    Values =
                    {
                        environment.Values.Select(v => new NamedType { Name = v.Key, Type = $"{v.Value?.GetType()}" }),
                    },
                },
            });
        }
        catch (Exception e)
        {
            var failure = e as ParallelException ?? LoadFailures.Shipping(e) as ParallelException ?? new SetupException(
                $"setup threw {e.GetType().Name} on worker {_settings.Id}: {e.Message}", e) { WorkerId = _settings.Id };
            _reporter.Say(new ToDispatcher
            {
                EnvironmentFailed = new EnvironmentFailed
                {
                    Environment = build.Environment, Failure = Failures.Of(failure),
                },
            });
        }
    }

    private void DropEnvironment(long id)
    {
        lock (_gate)
        {
            foreach (var session in _sessions.Values)
            {
                session.Building.Remove(id);
                if (session.Environments.Remove(id, out var environment))
                {
                    environment.Release();
                }
            }
        }
    }

    private void CloseRun(long id, bool cancel)
    {
        lock (_gate)
        {
            if (!_runs.Remove(id, out var run))
            {
                return;
            }

            if (cancel)
            {
                Withdraw(run);
            }

            run.Closed = true;
            DisposeIfDone(run);
        }
    }
}
