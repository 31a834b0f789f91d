using ParallelCompute.Launching;
using ParallelCompute.Wire;

namespace ParallelCompute.Engines;

/// <summary>A client's view of its workers. Called in the dispatcher's turn: it must return at once.</summary>
public interface ISessionObserver
{
    /// <summary>
    /// A worker has joined, also one in the place of an earlier process of its id. It is not ready yet.
    /// </summary>
    void WorkerJoined(string worker);

    /// <summary>A worker has built an environment and takes items.</summary>
    void WorkerReady(string worker, EnvironmentBuilt environment);

    /// <summary>A worker could not build an environment.</summary>
    void SetupFailed(string worker, EnvironmentFailed environment);

    /// <summary>A worker asks what is in files of the client's manifest.</summary>
    /// <remarks>
    /// <see cref="ITaskDispatcherGrain.AnswerFile"/> answers for each file, in any order; the places may be none of the
    /// manifest.
    /// </remarks>
    void FilesNeeded(string worker, NeedFiles need);

    /// <summary>
    /// A worker needs bytes of a blob that the client named; the answer is <see cref="ITaskDispatcherGrain.SendPart"/>,
    /// in the order of these calls.
    /// </summary>
    /// <param name="worker">The worker.</param>
    /// <param name="blob">The blob, as the worker named it.</param>
    /// <param name="part">Which bytes; not checked against the blob.</param>
    void PartNeeded(string worker, Blob blob, NeedPart part);

    /// <summary>A worker runs what nobody wants any more and does not end it: it is to be ended by force.</summary>
    void WorkerHangs(string worker, string reason);

    /// <summary>A guard tells of a worker that some launcher started.</summary>
    void GuardSaid(LaunchNotice notice);

    /// <summary>A worker is gone.</summary>
    void WorkerLost(string worker, string reason);
}
