using ParallelCompute.Launching;
using ParallelCompute.Wire;

namespace ParallelCompute.Engines;

/// <summary>The actor that owns runs: leases batches to workers and streams completions to clients.</summary>
/// <remarks>
/// Every member is a one-way message. An engine runs them one at a time and in the order each sender sent them; no
/// member blocks, and none runs user code.
/// </remarks>
public interface ITaskDispatcherGrain
{
    /// <summary>A worker has joined and can be sent messages.</summary>
    /// <param name="worker">Its id.</param>
    /// <param name="slots">Items that it runs at once.</param>
    /// <param name="node">Equal for workers that keep blobs in one folder of one machine.</param>
    /// <param name="resources">Amounts of what it offers by name, each finite and greater than 0.</param>
    /// <param name="grain">The way to it.</param>
    /// <param name="leavesMarks">
    /// Whether <see cref="WorkerDied"/> will tell what it was running, should it die.
    /// </param>
    void WorkerJoined(
        string worker, int slots, string node, IReadOnlyDictionary<string, double> resources, IWorkerGrain grain,
        bool leavesMarks = false);

    /// <summary>A worker says something.</summary>
    void WorkerSaid(string worker, ToDispatcher message, ReadOnlyMemory<byte> payload);

    /// <summary>
    /// A worker is gone: its items go back at once, but for those that may have killed it, where it leaves marks.
    /// </summary>
    void WorkerLost(string worker, string reason);

    /// <summary>
    /// Has a worker leave: it gets nothing more, gives back what it has not begun, finishes what it runs and is then
    /// told to stop.
    /// </summary>
    /// <param name="worker">The worker; nothing happens where it has not joined.</param>
    /// <param name="grace">
    /// How long what runs may take to finish. What does not is canceled, gets the same time to end, and is run
    /// elsewhere.
    /// </param>
    void Drain(string worker, TimeSpan grace);

    /// <summary>What the launcher found out about a lost worker.</summary>
    /// <param name="worker">Its id.</param>
    /// <param name="cause">Why it died, for errors that name it.</param>
    /// <param name="logTail">Its last output.</param>
    /// <param name="marks">What its slots were running: nothing else is blamed. Null where that is not known.</param>
    void WorkerDied(string worker, string cause, string logTail, IReadOnlyList<SlotMark>? marks = null);

    /// <summary>A worker's guard elsewhere tells of it: what a launcher would, and to all clients.</summary>
    void GuardSaid(LaunchNotice notice);

    /// <summary>
    /// No worker is left and a client knows that none will come: its open runs fail, as do new ones until a worker
    /// joins.
    /// </summary>
    void WorkersUnavailable(long session, Failure reason);

    /// <summary>A client brings its code.</summary>
    void OpenSession(OpenSession session, ISessionObserver observer);

    /// <summary>A client leaves; its runs are canceled, its environments disposed.</summary>
    void CloseSession(long session);

    /// <summary>Builds an environment on every worker of the session, also on those that join later.</summary>
    /// <param name="build">The environment; it replaces the session's one before, for runs opened from now on.</param>
    void BuildEnvironment(BuildEnvironment build);

    /// <summary>Opens a run; the observer is told what it wants and what became of its items.</summary>
    void OpenRun(RunRequest run, IRunObserver observer);

    /// <summary>More input of a run, following what was fed before.</summary>
    void Feed(long run, ItemBlock items);

    /// <summary>The run's input is complete: it has <paramref name="count"/> items.</summary>
    void EndInput(long run, long count);

    /// <summary>
    /// The cursor: how many outcomes of the run the client has consumed in all. Gives credit to feed more.
    /// </summary>
    void Acknowledge(long run, long consumed);

    /// <summary>Cancels a run. Its observer is told when no more outcomes will come.</summary>
    void CancelRun(long run);

    /// <summary>A client's answer to <see cref="ISessionObserver.FilesNeeded"/>.</summary>
    void AnswerFile(string worker, FileIs answer);

    /// <summary>A client's answer to <see cref="ISessionObserver.PartNeeded"/>.</summary>
    /// <param name="worker">The worker that asked.</param>
    /// <param name="part">Which part, and why it is not sent where it is not.</param>
    /// <param name="bytes">The bytes; must not change afterwards.</param>
    void SendPart(string worker, BlobPart part, ReadOnlyMemory<byte> bytes);

    /// <summary>Asks for the present state; the answer comes through the callback, within the turn.</summary>
    void Inspect(Action<ClusterSnapshot> answer);
}
