using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using ParallelCompute.Blobs;
using ParallelCompute.Dispatch;
using ParallelCompute.Engines;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Runtime.Hosting;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime;

/// <summary>
/// The engine that needs no server: the dispatcher lives here and silos dial in, over a Unix socket or TLS.
/// </summary>
public sealed class BuiltinEngine : IEngine, IDispatcherHost
{
    /// <summary>The engine's name in configurations and tickets.</summary>
    public const string Name = "builtin";

    private const int SecretBytes = 32;

    private readonly BuiltinEngineSettings _settings;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly TurnQueue _turns;
    private readonly byte[] _secret = new byte[SecretBytes];
    private readonly Dictionary<string, WorkerLink> _links = [];
    private Reception? _reception;
    private bool _stopping;

    /// <summary>Creates the engine; nothing is opened before <see cref="StartAsync"/>.</summary>
    public BuiltinEngine(BuiltinEngineSettings settings)
    {
        _settings = settings;
        _turns = new TurnQueue(settings.Logger);
        Dispatcher = new DispatcherTurns(new TaskDispatcherGrain(this, settings.Dispatch), _turns.Post);
    }

    /// <inheritdoc/>
    public ITaskDispatcherGrain Dispatcher { get; }

    /// <inheritdoc/>
    public long Now => (long)(_time.GetTimestamp() * ((double)TimeSpan.TicksPerSecond / _time.TimestampFrequency));

    /// <inheritdoc/>
    public Task<JoinTicket> StartAsync(CancellationToken cancellationToken)
    {
        RandomNumberGenerator.Fill(_secret);
        IListener listener = _settings.Tcp is { } tcp
            ? TlsListener.Listen(tcp) : PrivateSocket.Listen(_settings.Cluster, _settings.LocalDirectory);
        var ticket = new Ticket
        {
            Cluster = _settings.Cluster, Secret = ByteString.CopyFrom(_secret),
            LocalDirectory = _settings.LocalDirectory ?? "",
        };
        ticket.Resources.Add(_settings.Resources.ToDictionary());
        listener.Describe(ticket);
        _reception = new Reception(listener, _settings, _secret, ServeAsync);
        _reception.Open();
        return Task.FromResult(new JoinTicket(Name, Convert.ToBase64String(ticket.ToByteArray())));
    }

    /// <inheritdoc/>
    public IDisposable After(TimeSpan delay, Action turn) => _time.CreateTimer(
        _ => _turns.Post(turn), null, delay, Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Disconnect(string worker, string reason)
    {
        WorkerLink? link;
        lock (_links)
        {
            _links.TryGetValue(worker, out link);
        }

        link?.Connection.Close(reason);
    }

    /// <inheritdoc/>
    public async Task StopAsync(TimeSpan limit)
    {
        lock (_links)
        {
            _stopping = true;
            foreach (var link in _links.Values)
            {
                link.Receive(new ToWorker { Stop = new Stop { GraceMs = (long)limit.TotalMilliseconds } }, default);
            }
        }

        if (_reception is not { } reception)
        {
            return;
        }

        try
        {
            await reception.CloseAsync();
            await reception.WhenLeft().WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            // Whoever does not leave in time is disconnected by DisposeAsync and ended by its launcher.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_reception is { } reception)
        {
            await reception.CloseAsync();
            Refuse();
            await reception.DisposeAsync();
        }

        // Workers that were ended by force could not clean up.
        BlobFolders.Sweep(_settings.LocalDirectory);
        CryptographicOperations.ZeroMemory(_secret);
    }

    /// <summary>Sends all workers away, and those that are still being greeted as soon as they are.</summary>
    private void Refuse()
    {
        lock (_links)
        {
            _stopping = true;
            foreach (var link in _links.Values)
            {
                link.Connection.Close("the cluster is closed");
            }
        }
    }

    private async Task ServeAsync(Guest guest)
    {
        var (stream, reader, hello) = guest;
        await using var connection = new Connection<ToDispatcher>(
            stream, reader, new ToWorker { Heartbeat = new Heartbeat() }, _settings.WorkerTimeout, _time);
        var link = new WorkerLink(hello.Worker, connection);
        lock (_links)
        {
            if (_stopping)
            {
                // It was still starting: without a connection it ends at once.
                return;
            }

            if (!_links.TryAdd(link.Id, link))
            {
                _settings.Logger.LogWarning("A second process joined as worker {Worker} and was refused.", link.Id);
                return;
            }
        }

        Dispatcher.WorkerJoined(
            link.Id, Math.Clamp(hello.Slots, 1, 1024), hello.Node, Offered(hello), link, hello.LeavesMarks);
        await connection.RunAsync(ToDispatcher.Parser, _settings.HeartbeatInterval, (message, payload) =>
        {
            if (message.BodyCase != ToDispatcher.BodyOneofCase.Heartbeat)
            {
                _settings.Heard?.Invoke(link.Id);
                Dispatcher.WorkerSaid(link.Id, message, payload);
            }
        });
        lock (_links)
        {
            _links.Remove(link.Id);
        }

        Dispatcher.WorkerLost(link.Id, connection.Reason);
    }

    private static Dictionary<string, double> Offered(Hello hello) =>
        hello.Resources.Where(r => r.Value > 0 && double.IsFinite(r.Value)).ToDictionary();
}
