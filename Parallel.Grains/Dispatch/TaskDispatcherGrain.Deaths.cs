using ParallelCompute.Engines;
using ParallelCompute.Launching;

namespace ParallelCompute.Dispatch;

public sealed partial class TaskDispatcherGrain
{
    /// <summary>How long a lost worker's suspects, and errors, wait for the launcher to say how it died.</summary>
    private static readonly TimeSpan CauseWait = TimeSpan.FromSeconds(2);

    /// <summary>More notes than this are about workers that nobody will ask for.</summary>
    private const int NotesKept = 64;

    private readonly Dictionary<string, Death> _deaths = [];
    private readonly Dictionary<string, List<Action>> _verdicts = [];

    /// <summary>By lost worker, what waits for the marks that it left.</summary>
    private readonly Dictionary<string, Action> _examinations = [];

    /// <inheritdoc/>
    public void WorkerDied(string worker, string cause, string logTail, IReadOnlyList<SlotMark>? marks = null)
    {
        if (_deaths.Count >= NotesKept)
        {
            _deaths.Clear();
        }

        var isAwaited = _examinations.ContainsKey(worker) || _verdicts.ContainsKey(worker);
        _deaths[worker] = new Death(cause, logTail, marks);
        EndExamination(worker);
        Judge(worker);
        if (isAwaited && _workers.ContainsKey(worker))
        {
            // Said of the process before: the one that has joined since lives.
            _deaths.Remove(worker);
        }

        Pump();
    }

    /// <inheritdoc/>
    public void GuardSaid(LaunchNotice notice)
    {
        if (notice.State == LaunchState.Exited)
        {
            WorkerDied(notice.Worker, notice.Detail, notice.LogTail, notice.Marks);
        }

        foreach (var session in _sessions.Values)
        {
            session.Observer.GuardSaid(notice);
        }
    }

    /// <summary>Finds among the leases that a lost worker had begun those items that may have killed it.</summary>
    private void Examine(Worker worker, List<Lease> begun, string reason)
    {
        void Decide()
        {
            var open = begun.Where(l => !l.Run.Ended).ToList();
            var marks = Trusted(_deaths.GetValueOrDefault(worker.Id)?.Marks, begun);
            foreach (var lease in open)
            {
                if (marks is null)
                {
                    Halve(lease, reason);
                }
                else
                {
                    Blame(lease, marks.FirstOrDefault(m => m.Lease == lease.Id), reason);
                }
            }
        }

        if (begun.Count == 0 || !worker.LeavesMarks || _deaths.ContainsKey(worker.Id))
        {
            Decide();
            return;
        }

        // Of another process under the same id.
        EndExamination(worker.Id);
        _examinations.Add(worker.Id, Decide);
        host.After(CauseWait, () =>
        {
            EndExamination(worker.Id);
            Pump();
        });
    }

    private void EndExamination(string worker)
    {
        if (_examinations.Remove(worker, out var decide))
        {
            decide();
        }
    }

    /// <summary>The marks, unless they tell what cannot be: then none of them is worth anything.</summary>
    private static IReadOnlyList<SlotMark>? Trusted(IReadOnlyList<SlotMark>? marks, List<Lease> begun)
    {
        foreach (var lease in begun)
        {
            var own = marks?.Where(m => m.Lease == lease.Id).ToList() ?? [];
            if (own.Count > 1 || own.Any(m => m.Position < 0 || m.Position >= lease.Count))
            {
                return null;
            }
        }

        return marks;
    }

    /// <summary>The item that was running is a suspect and goes back by itself; all others are innocent.</summary>
    private void Blame(Lease lease, SlotMark? mark, string reason)
    {
        var rest = lease.Rest;
        var index = lease.First + (mark?.Position ?? -1);
        if (index < rest.First || index >= rest.End)
        {
            // It was not running, or what ran has its outcome.
            TakeBack(lease);
            return;
        }

        Refund(lease);
        var at = (int)(index - rest.First);
        PutBack(lease, rest.Slice(at + 1, rest.Count - at - 1), lease.Suspect);
        PutBack(lease, rest.Slice(0, at), lease.Suspect);
        Charge(lease, rest.Slice(at, 1), reason);
        Place(lease.Run);
    }

    /// <summary>
    /// One of several may be to blame: halves narrow it down, and the innocent half is done elsewhere.
    /// </summary>
    private void Halve(Lease lease, string reason)
    {
        Refund(lease);
        var rest = lease.Rest;
        if (rest.Count == 1)
        {
            Charge(lease, rest, reason);
        }
        else
        {
            var half = rest.Count / 2;
            PutBack(lease, rest.Slice(half, rest.Count - half), suspect: true);
            PutBack(lease, rest.Slice(0, half), suspect: true);
        }

        Place(lease.Run);
    }

    /// <summary>Returns the items of a lost lease that nobody blames.</summary>
    private void TakeBack(Lease lease)
    {
        Refund(lease);
        PutBack(lease, lease.Rest, lease.Suspect);
        Place(lease.Run);
    }

    private static void Refund(Lease lease) =>
        RunQueue.Charge(lease.Run, -lease.Rest.Count * lease.NanosecondsPerItem);

    private static void PutBack(Lease lease, ItemBlock items, bool suspect)
    {
        if (items.Count > 0 && lease.Other is null)
        {
            lease.Run.PutBack(new Returned(items, lease.LastAttempt + 1, lease.Deaths, suspect, lease.Retries));
        }
    }

    /// <summary>A worker died of exactly this item; one that keeps killing workers is given up.</summary>
    private void Charge(Lease lease, ItemBlock item, string reason)
    {
        var deaths = lease.Deaths + 1;
        if (lease.Other is { } other)
        {
            // Should that worker die too, this death counts as well.
            other.Deaths = Math.Max(other.Deaths, deaths);
        }
        else if (deaths < settings.AllowedFailures)
        {
            lease.Run.PutBack(new Returned(item, lease.LastAttempt + 1, deaths, Suspect: true, lease.Retries));
        }
        else
        {
            GiveUp(lease, item.First, reason);
        }
    }

    /// <summary>The verdict waits a moment for the cause of death, which the launcher learns in its own time.</summary>
    private void GiveUp(Lease lease, long index, string reason)
    {
        var (run, worker) = (lease.Run, lease.Worker.Id);
        var known = _deaths.GetValueOrDefault(worker);
        void Verdict()
        {
            var (cause, tail, _) = known ?? _deaths.GetValueOrDefault(worker, new Death(reason, "", null));
            Fail(run, index, worker, new WorkerLostException(
                $"Item {index} was given up: {settings.AllowedFailures} workers died while they ran it, the last one " +
                $"{worker} ({cause}).{(tail.Length == 0 ? "" : $" Its last output:\n{tail}")}", worker, cause, tail));
        }

        if (!_verdicts.TryGetValue(worker, out var waiting))
        {
            _verdicts.Add(worker, waiting = []);
        }

        waiting.Add(Verdict);
        host.After(known is not null ? TimeSpan.Zero : CauseWait, () =>
        {
            Judge(worker);
            Pump();
        });
    }

    /// <summary>Gives an item up, unless it has an outcome.</summary>
    private void Fail(Run run, long index, string worker, ParallelException error)
    {
        if (run.Ended || run.Settle(index, index + 1).Count == 0)
        {
            return;
        }

        run.Observer.GaveUp(index, worker, error);
        if (run.Definition.StopOnError)
        {
            End(run, null);
        }

        EndIfComplete(run);
    }

    private void Judge(string worker)
    {
        if (_verdicts.Remove(worker, out var waiting))
        {
            waiting.ForEach(v => v());
        }
    }
}
