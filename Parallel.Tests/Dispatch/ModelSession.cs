using ParallelCompute.Engines;
using ParallelCompute.Launching;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

/// <summary>A client of the model, with the environments it has asked for.</summary>
internal sealed class ModelSession(long id) : ISessionObserver
{
    public long Id => id;

    public long Current { get; set; }

    public bool Closed { get; set; }

    /// <summary>Environments that a worker could not build.</summary>
    public HashSet<long> Failed { get; } = [];

    public List<(string Worker, long Environment)> Ready { get; } = [];

    public void WorkerJoined(string worker) =>
        Assert.DoesNotContain(Ready, r => r.Worker == worker);

    public void GuardSaid(LaunchNotice notice) => Assert.Fail("no guard speaks here");

    public void WorkerReady(string worker, EnvironmentBuilt environment) =>
        Ready.Add((worker, environment.Environment));

    public void SetupFailed(string worker, EnvironmentFailed environment) =>
        Assert.True(Failed.Contains(environment.Environment), "an environment failed that no worker failed to build");

    public void FilesNeeded(string worker, NeedFiles need) => Assert.Fail("no model worker asks for files");

    public void PartNeeded(string worker, Blob blob, NeedPart part) => Assert.Fail("no worker needs a blob here");

    /// <summary>Workers that were to be killed.</summary>
    public HashSet<string> Hanging { get; } = [];

    public void WorkerHangs(string worker, string reason) => Assert.True(Hanging.Add(worker));

    public void WorkerLost(string worker, string reason)
    {
        Assert.False(Closed);
        Ready.RemoveAll(r => r.Worker == worker);
    }
}
