using ParallelCompute.Engines;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Standalone;

/// <summary>What is asked of a dispatcher, as it travels to one in another process.</summary>
internal static class WireRuns
{
    /// <summary>As good as any time.</summary>
    private static readonly TimeSpan MostRemaining = TimeSpan.FromDays(3650);

    public static OpenRun Of(RunRequest request)
    {
        var open = new OpenRun
        {
            Definition = request.Definition, Priority = request.Priority, First = request.First,
            Input = request.Input is { } input ? WireItems.Of(input) : null,
        };
        if (request.ExpectedCount is { } expected)
        {
            open.ExpectedCount = expected;
        }

        if (request.BatchSize is { } batch)
        {
            open.BatchSize = batch;
        }

        if (request.MaxInFlight is { } most)
        {
            open.MaxInFlight = most;
        }

        open.Resources.Add(request.Resources?.ToDictionary() ?? []);
        return open;
    }

    /// <exception cref="ProtocolException">It does not hold together.</exception>
    public static RunRequest Request(OpenRun open, ReadOnlyMemory<byte> payload)
    {
        if (open.Definition is null || open.First < 0 || open is { HasBatchSize: true, BatchSize: < 1 } ||
            open is { HasMaxInFlight: true, MaxInFlight: < 1 } or { HasExpectedCount: true, ExpectedCount: < 0 } ||
            open.Resources.Values.Any(r => !double.IsFinite(r) || r <= 0))
        {
            throw new ProtocolException("a run was opened that makes no sense");
        }

        return new RunRequest(
            open.Definition, open.HasExpectedCount ? open.ExpectedCount : null,
            open.HasBatchSize ? open.BatchSize : null, open.HasMaxInFlight ? open.MaxInFlight : null,
            open.Input is { } input ? WireItems.Block(input, payload) : null, open.Priority,
            open.Resources.Count == 0 ? null : open.Resources.ToDictionary(), open.First);
    }

    /// <summary>A span of time that another process tells, within what can be reckoned with.</summary>
    public static TimeSpan Remaining(long milliseconds) =>
        TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 1, (long)MostRemaining.TotalMilliseconds));

    public static WorkerDied Of(string worker, string cause, string logTail, IReadOnlyList<SlotMark>? marks)
    {
        var died = new WorkerDied { Worker = worker, Cause = cause, LogTail = logTail, HasMarks = marks is not null };
        died.Marks.AddRange(marks?.Select(m => new Mark { Lease = m.Lease, Position = m.Position }) ?? []);
        return died;
    }

    public static IReadOnlyList<SlotMark>? Marks(WorkerDied died) =>
        died.HasMarks ? [.. died.Marks.Select(m => new SlotMark(m.Lease, m.Position))] : null;

    public static Inspected Of(ClusterSnapshot snapshot)
    {
        var inspected = new Inspected
        {
            Runs = snapshot.Runs, ItemsQueued = snapshot.ItemsQueued, ItemsInFlight = snapshot.ItemsInFlight,
            ItemsDone = snapshot.ItemsDone, ItemsPerSecond = snapshot.ItemsPerSecond,
            DuplicatesDropped = snapshot.DuplicatesDropped,
        };
        inspected.Workers.AddRange(snapshot.Workers.Select(w => new InspectedWorker
        {
            Id = w.Id, State = (int)w.State, Reason = w.Reason, Slots = w.Slots, ItemsDone = w.ItemsDone,
            ItemsInFlight = w.ItemsInFlight,
        }));
        return inspected;
    }

    public static ClusterSnapshot Snapshot(Inspected seen) => new(
        [.. seen.Workers.Select(w => new WorkerSnapshot(
            w.Id, (WorkerState)w.State, w.Reason, w.Slots, w.ItemsDone, w.ItemsInFlight))],
        seen.Runs, seen.ItemsQueued, seen.ItemsInFlight, seen.ItemsDone, seen.ItemsPerSecond,
        seen.DuplicatesDropped);
}
