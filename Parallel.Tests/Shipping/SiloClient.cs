using ParallelCompute.Binding;
using ParallelCompute.Clusters;
using ParallelCompute.Engines;
using ParallelCompute.Launching;
using ParallelCompute.Runs;
using ParallelCompute.Shipping;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Shipping;

/// <summary>One of several clients of a <see cref="SharedSilo"/>.</summary>
internal sealed class SiloClient : ISessionObserver, IDisposable
{
    private readonly ITaskDispatcherGrain _dispatcher;
    private readonly CodeLibrary _code;
    private readonly long _session;
    private long _runs;

    public SiloClient(ITaskDispatcherGrain dispatcher, long session, CodeFile[] files)
    {
        (_dispatcher, _session) = (dispatcher, session);
        Blobs = new BlobShelf(dispatcher);
        _code = new CodeLibrary(
            new CodeManifest { Machine = Environment.MachineName, Files = { files } }, Blobs.Add);
        _code.Keep();
        dispatcher.OpenSession(new OpenSession { Session = session, Code = _code.Manifest }, this);
    }

    public BlobShelf Blobs { get; }

    public async Task<TResult> RunAsync<TResult>(Delegate function, int item)
    {
        var definition = RunPlan.Define<int, TResult>(
            function, new Dictionary<string, ArgumentValue>(), new LargeConstants(Array.MaxLength), true, _ => { });
        definition.Session = _session;
        definition.Run = (_session << 20) + ++_runs;
        definition.Once = true;
        var run = new SubmitRun(null);
        var input = SingleItem.Encode(function, item, Array.MaxLength);
        _dispatcher.OpenRun(new RunRequest(definition, 1, 1, 1, input), run);
        return await run.ResultAsync<TResult>(CancellationToken.None).Soon();
    }

    public void Dispose()
    {
        _dispatcher.CloseSession(_session);
        Blobs.Close();
    }

    void ISessionObserver.WorkerJoined(string worker)
    {
    }

    void ISessionObserver.GuardSaid(LaunchNotice notice)
    {
    }

    void ISessionObserver.WorkerReady(string worker, EnvironmentBuilt environment)
    {
    }

    void ISessionObserver.SetupFailed(string worker, EnvironmentFailed environment)
    {
    }

    void ISessionObserver.FilesNeeded(string worker, NeedFiles need) =>
        _code.Answer(need, answer => _dispatcher.AnswerFile(worker, answer));

    void ISessionObserver.PartNeeded(string worker, Blob blob, NeedPart part) => Blobs.Send(worker, blob, part);

    void ISessionObserver.WorkerHangs(string worker, string reason)
    {
    }

    void ISessionObserver.WorkerLost(string worker, string reason)
    {
    }
}
