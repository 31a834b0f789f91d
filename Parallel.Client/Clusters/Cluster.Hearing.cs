using Microsoft.Extensions.Logging;
using ParallelCompute.Code;
using ParallelCompute.Wire;

namespace ParallelCompute.Clusters;

/// <summary>What the dispatcher tells of workers.</summary>
internal sealed partial class Cluster
{
    /// <summary>A silo that lost its connection says why and goes; after this it is taken for frozen.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    /// <summary>A guard elsewhere has said by then that its worker died, or it is the machine that is lost.</summary>
    private static readonly TimeSpan GuardWords = TimeSpan.FromSeconds(5);

    public void WorkerJoined(string worker, TimeSpan? remaining)
    {
        var isWanted = true;
        lock (_gate)
        {
            if (_closing)
            {
                return;
            }

            _hasJoined = true;
            Signal();
            if (_workers.GetValueOrDefault(worker) is not { IsForeign: false } record)
            {
                return;
            }

            // One that was told to leave, or was replaced, may still be started anew by its guard or its scheduler.
            isWanted = record.Counts;
            if (isWanted)
            {
                record.Environments.Clear();
                (record.State, record.IsRestarting) = (WorkerState.Starting, false);
                if (remaining is { } time && settings.Nanny)
                {
                    _ = ReplaceInTimeAsync(worker, record, time);
                }
            }
        }

        if (!isWanted)
        {
            engine.Dispatcher.Drain(worker, settings.CancelGrace);
        }
    }

    public void WorkerReady(string worker, EnvironmentBuilt environment)
    {
        lock (_gate)
        {
            if (!_closing)
            {
                var record = _workers.GetValueOrDefault(worker) ?? AddForeign(worker);
                _joined.TrySetResult();
                _hasJoined = true;
                NoteStart(record);
                record.State = WorkerState.Ready;
                record.Environments.Add(environment.Environment);
                record.WasReady = true;
                _failedStarts = 0;
                Signal();
            }
        }
    }

    public void SetupFailed(string worker, EnvironmentFailed environment)
    {
        lock (_gate)
        {
            if (environment.Environment == _environment)
            {
                var error = Failures.Rebuild(environment.Failure, Values.KnownTypes.Instance);
                // Workers of this library send nothing else.
                _failure = error as ParallelException ?? new SetupException(error.Message, error);
                Signal();
            }
        }
    }

    public void FilesNeeded(string worker, NeedFiles need) =>
        Code!.Answer(need, answer => engine.Dispatcher.AnswerFile(worker, answer));

    public void PartNeeded(string worker, Blob blob, NeedPart part) => Blobs.Send(worker, blob, part);

    public void WorkerHangs(string worker, string reason)
    {
        logger.LogWarning("Worker {Worker} is killed: {Reason}.", worker, reason);
        _ = launcher.StopAsync([worker], TimeSpan.Zero);
    }

    public void WorkerLost(string worker, string reason)
    {
        var isLeaving = false;
        lock (_gate)
        {
            var record = _closing ? null : _workers.GetValueOrDefault(worker);
            isLeaving = record is { IsLeaving: true };
            if (!isLeaving && !_closing)
            {
                // Also one that joined by a credentials file.
                logger.LogWarning("Worker {Worker} is lost: {Reason}.", worker, reason);
            }

            if (record is not null)
            {
                record.Reason = reason;
                Lose(record);
                if (record.IsForeign)
                {
                    LoseForeign(worker, reason);
                }

                Signal();
            }
        }

        // Its process may still be there, frozen or unreachable: it must not linger beside its replacement. One that
        // leaves has its environment to dispose.
        _ = isLeaving ? launcher.StopAsync([worker], settings.CancelGrace + SiloGrace)
            : launcher.Restarts ? StopUnlessRestartedAsync(worker) : launcher.StopAsync([worker], LastWords);
    }

    private async Task StopUnlessRestartedAsync(string worker)
    {
        await Task.Delay(GuardWords, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            if (_closing || _workers.GetValueOrDefault(worker) is not
                { State: WorkerState.Lost, IsAlive: true, IsRestarting: false })
            {
                return;
            }
        }

        await launcher.StopAsync([worker], TimeSpan.Zero).ConfigureAwait(false);
    }
}
