using ParallelCompute.Engines;
using ParallelCompute.Launching;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

/// <summary>A client that is asked for parts of blobs and answers when the schedule says so, or not at all.</summary>
internal sealed class BlobClient(long id) : ISessionObserver
{
    public long Id => id;

    public bool Closed { get; set; }

    /// <summary>What it was asked for, in order.</summary>
    public Queue<(string Worker, Blob Blob, NeedPart Part)> Asked { get; } = [];

    public void PartNeeded(string worker, Blob blob, NeedPart part)
    {
        Assert.False(Closed, "a client that has closed was asked");
        Asked.Enqueue((worker, blob, part));
    }

    public void FilesNeeded(string worker, NeedFiles need) => Assert.Fail("no worker needs files here");

    public void WorkerJoined(string worker)
    {
    }

    public void GuardSaid(LaunchNotice notice) => Assert.Fail("no guard speaks here");

    public void WorkerReady(string worker, EnvironmentBuilt environment)
    {
    }

    public void SetupFailed(string worker, EnvironmentFailed environment)
    {
    }

    public void WorkerHangs(string worker, string reason) => Assert.Fail("no run is open here");

    public void WorkerLost(string worker, string reason)
    {
    }
}
