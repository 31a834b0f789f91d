using ParallelCompute.Blobs;
using ParallelCompute.Code;

namespace ParallelCompute.Execution;

/// <summary>One client on this worker: its code and its environments.</summary>
internal sealed class WorkerSession(CodeFiles files, SessionBlobs blobs, WorkerEnvironment empty)
{
    public CodeFiles Files => files;

    public CodeContext Code { get; } = new(files, blobs);

    /// <summary>Ends waiting for its files and lets its code go.</summary>
    public void Close()
    {
        files.Close();
        Code.Unload();
    }

    public SessionBlobs Blobs => blobs;

    /// <summary>For runs without a setup.</summary>
    public WorkerEnvironment Empty => empty;

    /// <summary>Environments whose setup runs and that are still wanted.</summary>
    public HashSet<long> Building { get; } = [];

    public Dictionary<long, WorkerEnvironment> Environments { get; } = [];
}
