using ParallelCompute.Engines;
using ParallelCompute.Launching;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Hosting;

/// <summary>The dispatcher as others see it: every call becomes a turn.</summary>
/// <param name="grain">The logic.</param>
/// <param name="post">Runs an action in a turn.</param>
internal sealed class DispatcherTurns(ITaskDispatcherGrain grain, Action<Action> post) : ITaskDispatcherGrain
{
    public void WorkerJoined(
        string worker, int slots, string node, IReadOnlyDictionary<string, double> resources, IWorkerGrain link,
        bool leavesMarks) =>
        post(() => grain.WorkerJoined(worker, slots, node, resources, link, leavesMarks));

    public void WorkerSaid(string worker, ToDispatcher message, ReadOnlyMemory<byte> payload) =>
        post(() => grain.WorkerSaid(worker, message, payload));

    public void WorkerLost(string worker, string reason) => post(() => grain.WorkerLost(worker, reason));

    public void Drain(string worker, TimeSpan grace) => post(() => grain.Drain(worker, grace));

    public void WorkerDied(string worker, string cause, string logTail, IReadOnlyList<SlotMark>? marks) =>
        post(() => grain.WorkerDied(worker, cause, logTail, marks));

    public void GuardSaid(LaunchNotice notice) => post(() => grain.GuardSaid(notice));

    public void WorkersUnavailable(long session, Failure reason) =>
        post(() => grain.WorkersUnavailable(session, reason));

    public void OpenSession(OpenSession session, ISessionObserver observer) =>
        post(() => grain.OpenSession(session, observer));

    public void CloseSession(long session) => post(() => grain.CloseSession(session));

    public void BuildEnvironment(BuildEnvironment build) => post(() => grain.BuildEnvironment(build));

    public void OpenRun(RunRequest run, IRunObserver observer) => post(() => grain.OpenRun(run, observer));

    public void Feed(long run, ItemBlock items) => post(() => grain.Feed(run, items));

    public void EndInput(long run, long count) => post(() => grain.EndInput(run, count));

    public void Acknowledge(long run, long consumed) => post(() => grain.Acknowledge(run, consumed));

    public void CancelRun(long run) => post(() => grain.CancelRun(run));

    public void AnswerFile(string worker, FileIs answer) => post(() => grain.AnswerFile(worker, answer));

    public void SendPart(string worker, BlobPart part, ReadOnlyMemory<byte> bytes) =>
        post(() => grain.SendPart(worker, part, bytes));

    public void Inspect(Action<ClusterSnapshot> answer) => post(() => grain.Inspect(answer));
}
