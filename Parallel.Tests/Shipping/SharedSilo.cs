using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Dispatch;
using ParallelCompute.Launchers.Local;
using ParallelCompute.Launching;
using ParallelCompute.Runtime;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Shipping;

/// <summary>A silo process that lives longer than the clients it serves.</summary>
internal sealed class SharedSilo : IAsyncDisposable
{
    private readonly BuiltinEngine _engine;
    private readonly LocalLauncher _launcher = new(NullLogger.Instance);
    private long _lastSession;

    /// <param name="folder">Where the worker keeps its files.</param>
    public SharedSilo(string folder) => _engine = new BuiltinEngine(new BuiltinEngineSettings(
        Guid.NewGuid().ToString("N")[..10], folder, new DispatchSettings(Gate.Limit, 3, Gate.Limit),
        TimeSpan.FromSeconds(1), Gate.Limit, Gate.Limit, new Dictionary<string, double>(), NullLogger.Instance));

    /// <summary>The silo's process.</summary>
    public int ProcessId { get; private set; }

    public Task StartAsync()
    {
        var request = new LaunchRequest(
            ["w1"], _engine.StartAsync(CancellationToken.None), Task.CompletedTask, 2,
            new Dictionary<string, string>());
        return _launcher.StartAsync(
            request,
            notice => ProcessId = notice.State != LaunchState.Running ? 0
                : int.Parse(notice.Detail.Split(' ')[1], CultureInfo.InvariantCulture),
            CancellationToken.None).Soon();
    }

    /// <summary>Opens a client whose program consists of these files.</summary>
    public SiloClient Open(params CodeFile[] files) =>
        new(_engine.Dispatcher, Interlocked.Increment(ref _lastSession), files);

    public async ValueTask DisposeAsync()
    {
        await _engine.StopAsync([], TimeSpan.FromSeconds(1));
        await _launcher.DisposeAsync();
        await _engine.DisposeAsync();
    }
}
