using System.Net.Sockets;
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

/// <summary>The engine that needs no server: the dispatcher lives here and silos dial in over a Unix socket.</summary>
public sealed class BuiltinEngine : IEngine, IDispatcherHost
{
    /// <summary>The engine's name in configurations and tickets.</summary>
    public const string Name = "builtin";

    private const int SecretBytes = 32;

    /// <summary>Peers that have not proved anything yet; more wait in the kernel's queue.</summary>
    private const int MostStrangers = 64;

    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(10);

    private readonly BuiltinEngineSettings _settings;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly TurnQueue _turns;
    private readonly byte[] _secret = new byte[SecretBytes];
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _strangers = new(MostStrangers);
    private readonly Dictionary<string, WorkerLink> _links = [];
    private readonly List<Task> _serving = [];
    private PrivateSocket? _socket;
    private bool _stopping;
    private Task _accepting = Task.CompletedTask;

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
        _socket = PrivateSocket.Listen(_settings.Cluster, _settings.LocalDirectory);
        _accepting = AcceptAsync(_socket);
        var ticket = new Ticket
        {
            Cluster = _settings.Cluster, Addresses = { $"unix:{_socket.Path}" }, Secret = ByteString.CopyFrom(_secret),
            LocalDirectory = _settings.LocalDirectory ?? "",
        };
        ticket.Resources.Add(_settings.Resources.ToDictionary());
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
        Task[] serving;
        lock (_links)
        {
            _stopping = true;
            serving = [.. _serving];
            foreach (var link in _links.Values)
            {
                link.Receive(new ToWorker { Stop = new Stop { GraceMs = (long)limit.TotalMilliseconds } }, default);
            }
        }

        try
        {
            await Task.WhenAll(serving).WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            // Whoever does not leave in time is disconnected by DisposeAsync and ended by its launcher.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _socket?.Dispose();
        await _accepting;
        Task[] serving;
        lock (_links)
        {
            serving = [.. _serving];
            foreach (var link in _links.Values)
            {
                link.Connection.Close("the cluster is closed");
            }
        }

        await Task.WhenAll(serving);
        // Workers that were ended by force could not clean up.
        BlobFolders.Sweep(_settings.LocalDirectory);
        CryptographicOperations.ZeroMemory(_secret);
        _strangers.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync(PrivateSocket socket)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await _strangers.WaitAsync(_end.Token);
                var peer = await socket.AcceptAsync(_end.Token);
                Track(ServeAsync(new NetworkStream(peer, ownsSocket: true)));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // A peer that vanished between connect and accept, or too few descriptors: others may still come.
                _strangers.Release();
                _settings.Logger.LogWarning("A connection could not be accepted: {Reason}.", e.Message);
            }
        }
    }

    private void Track(Task serving)
    {
        lock (_links)
        {
            _serving.RemoveAll(s => s.IsCompleted);
            _serving.Add(serving);
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        await using var _ = stream;
        var reader = new FrameReader(stream);
        if (await GreetAsync(stream, reader) is not { } hello)
        {
            return;
        }

        await using var connection = new Connection<ToDispatcher>(
            stream, reader, new ToWorker { Heartbeat = new Heartbeat() }, _settings.WorkerTimeout, _time);
        var link = new WorkerLink(hello.Worker, connection);
        lock (_links)
        {
            if (_stopping || _end.IsCancellationRequested)
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

        Dispatcher.WorkerJoined(link.Id, Math.Clamp(hello.Slots, 1, 1024), hello.Node, Offered(hello), link);
        await connection.RunAsync(ToDispatcher.Parser, _settings.HeartbeatInterval, (message, payload) =>
        {
            if (message.BodyCase != ToDispatcher.BodyOneofCase.Heartbeat)
            {
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

    /// <summary>The handshake, bounded in time and bytes; null where the peer may not join.</summary>
    private async Task<Hello?> GreetAsync(NetworkStream stream, FrameReader reader)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        limit.CancelAfter(HandshakeLimit);
        try
        {
            var terms = new Welcome
            {
                HeartbeatMs = (long)_settings.HeartbeatInterval.TotalMilliseconds,
                SilenceMs = (long)_settings.DeathTimeout.TotalMilliseconds,
            };
            var hello = await Handshake.AcceptAsync(stream, reader, _secret, terms, Versions.Own, limit.Token);
            if (hello is null)
            {
                _settings.Logger.LogWarning("A peer that does not know the cluster's secret was turned away.");
            }

            return hello;
        }
        catch (Exception e) when (e is IOException or ProtocolException or OperationCanceledException)
        {
            if (!_end.IsCancellationRequested)
            {
                _settings.Logger.LogWarning("A peer was turned away: {Reason}.", e.Message);
            }

            return null;
        }
        finally
        {
            _strangers.Release();
        }
    }
}
