using ParallelCompute.Wire;

namespace ParallelCompute.Engines;

/// <summary>A client's view of its workers. Called in the dispatcher's turn: it must return at once.</summary>
public interface ISessionObserver
{
    /// <summary>A worker has built an environment and takes items.</summary>
    void WorkerReady(string worker, EnvironmentBuilt environment);

    /// <summary>A worker could not build an environment.</summary>
    void SetupFailed(string worker, EnvironmentFailed environment);

    /// <summary>A worker is gone.</summary>
    void WorkerLost(string worker, string reason);
}
