using ParallelCompute.Wire;

namespace ParallelCompute.Dispatch;

public sealed partial class TaskDispatcherGrain
{
    /// <summary>The greatest number of each kind that a worker can have been told so far.</summary>
    private (long Session, long Environment, long Run) _last;

    /// <summary>
    /// Why what a worker says cannot be, whatever is still on its way; null where it can. What merely comes too late is
    /// no lie: it is about something that has ended.
    /// </summary>
    private string? LieOf(Worker worker, ToDispatcher message) => message.BodyCase switch
    {
        ToDispatcher.BodyOneofCase.None => "it sent a message of no known kind",
        ToDispatcher.BodyOneofCase.RangeDone =>
            Unknown("run", message.RangeDone.Run, _last.Run) ?? LieOf(worker, message.RangeDone.Lease),
        ToDispatcher.BodyOneofCase.GaveBack => LieOf(worker, message.GaveBack.Lease),
        ToDispatcher.BodyOneofCase.ItemOverdue => LieOf(worker, message.ItemOverdue),
        ToDispatcher.BodyOneofCase.RunRefused => LieOf(worker, message.RunRefused),
        ToDispatcher.BodyOneofCase.EnvironmentBuilt => LieOfSetup(worker, message.EnvironmentBuilt.Environment),
        ToDispatcher.BodyOneofCase.EnvironmentFailed => message.EnvironmentFailed.Failure is null
            ? "it reported a failed setup without the failure"
            : LieOfSetup(worker, message.EnvironmentFailed.Environment),
        ToDispatcher.BodyOneofCase.NeedFiles => LieOf(message.NeedFiles),
        ToDispatcher.BodyOneofCase.NeedBlob => Unknown("session", message.NeedBlob.Session, _last.Session),
        _ => null,
    };

    private static string? Unknown(string kind, long number, long last) =>
        number >= 1 && number <= last ? null : $"it speaks of {kind} {number}, which there never was";

    private string? LieOf(Worker worker, long lease) => Unknown("lease", lease, _lastLease)
        ?? (_leases.TryGetValue(lease, out var held) && held.Worker != worker
            ? $"it speaks of lease {lease}, which it does not hold" : null);

    private string? LieOf(Worker worker, ItemOverdue overdue)
    {
        var lie = LieOf(worker, overdue.Lease);
        if (lie is not null || !_leases.TryGetValue(overdue.Lease, out var lease))
        {
            return lie;
        }

        var place = overdue.Index - lease.First;
        return place >= 0 && place < lease.Count && lease.Run.Definition.ItemTimeout > 0 ? null
            : $"it reported item {overdue.Index} of lease {lease.Id} as overdue, which cannot be";
    }

    private string? LieOf(Worker worker, RunRefused refused) => refused.Failure is null
        ? "it refused a run without saying why"
        : Unknown("run", refused.Run, _last.Run)
            ?? (_runs.TryGetValue(refused.Run, out var run) && !run.Workers.Contains(worker)
                ? $"it refused run {refused.Run}, of which it was given nothing" : null);

    private string? LieOfSetup(Worker worker, long environment) =>
        Unknown("environment", environment, _last.Environment)
            ?? (worker.Environments.Contains(environment) ? $"it reported environment {environment} again" : null);

    private string? LieOf(NeedFiles need)
    {
        if (!_sessions.TryGetValue(need.Session, out var session))
        {
            return Unknown("session", need.Session, _last.Session);
        }

        var files = session.Opening.Code.Files.Count;
        return need.Files.Count <= files && need.Files.All(f => f >= 0 && f < files) ? null
            : $"it asked for {need.Files.Count} files, not all of them among the {files} of session {need.Session}";
    }
}
