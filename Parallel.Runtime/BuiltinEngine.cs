using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using ParallelCompute.Blobs;
using ParallelCompute.Dispatch;
using ParallelCompute.Engines;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Runtime.Guarding;
using ParallelCompute.Runtime.Hosting;
using ParallelCompute.Runtime.Standalone;
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
    private readonly HashSet<WorkerLink> _superseded = [];
    private readonly CancellationTokenSource _end = new();

    /// <summary>The dispatcher hears of those who come and go under one id in the order of the links.</summary>
    private readonly Lock _joining = new();

    private readonly ClientDesk? _clients;
    private Reception? _reception;
    private bool _stopping;

    /// <summary>Creates the engine; nothing is opened before <see cref="StartAsync"/>.</summary>
    public BuiltinEngine(BuiltinEngineSettings settings)
    {
        _settings = settings;
        _turns = new TurnQueue(settings.Logger);
        Dispatcher = new DispatcherTurns(new TaskDispatcherGrain(this, settings.Dispatch), _turns.Post);
        _clients = settings.Standalone ? new ClientDesk(Dispatcher, settings, _time) : null;
    }

    /// <inheritdoc/>
    public ITaskDispatcherGrain Dispatcher { get; }

    /// <inheritdoc/>
    public long Client => 1;

    /// <summary>What it takes to be this one again; null before <see cref="StartAsync"/>.</summary>
    internal Identity? Identity { get; private set; }

    /// <inheritdoc/>
    public long Now => (long)(_time.GetTimestamp() * ((double)TimeSpan.TicksPerSecond / _time.TimestampFrequency));

    /// <inheritdoc/>
    public Task<JoinTicket> StartAsync(CancellationToken cancellationToken)
    {
        var kept = _settings.Kept;
        kept?.Ticket.Secret.Span.CopyTo(_secret);
        if (kept is null)
        {
            RandomNumberGenerator.Fill(_secret);
        }

        IListener listener = _settings.Tcp is { } tcp
            ? TlsListener.Listen(tcp, kept) : PrivateSocket.Listen(_settings.Cluster, _settings.LocalDirectory);
        var ticket = new Ticket
        {
            Cluster = _settings.Cluster, Secret = ByteString.CopyFrom(_secret),
            LocalDirectory = _settings.LocalDirectory ?? "",
        };
        ticket.Resources.Add(_settings.Resources.ToDictionary());
        Identity = new Identity { Ticket = ticket };
        listener.Describe(Identity);
        _reception = new Reception(listener, _settings, _secret, GreetAsync, ServeAsync);
        _reception.Open();
        return Task.FromResult(Tickets.Of(ticket));
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
    public async Task StopAsync(IReadOnlyList<string> workers, TimeSpan limit)
    {
        lock (_links)
        {
            _stopping = true;
            foreach (var link in _links.Values.Concat(_superseded))
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
            await _end.CancelAsync();
            Refuse();
            await reception.DisposeAsync();
        }

        // Workers that were ended by force could not clean up.
        BlobFolders.Sweep(_settings.LocalDirectory);
        CryptographicOperations.ZeroMemory(_secret);
        _end.Dispose();
    }

    /// <summary>Sends all workers away, and those that are still being greeted as soon as they are.</summary>
    private void Refuse()
    {
        lock (_links)
        {
            _stopping = true;
            foreach (var link in _links.Values.Concat(_superseded))
            {
                link.Connection.Close("the cluster is closed");
            }
        }
    }

    private async Task GreetAsync(Hello hello, Welcome welcome)
    {
        welcome.RejoinMs = _settings.Standalone ? welcome.SilenceMs : 0;
        if (hello.Client == 0)
        {
            return;
        }

        if (_clients is not { } clients || hello.Client == Client)
        {
            welcome.Refusal = "this dispatcher lives in a client's process and serves no other one";
            return;
        }

        await clients.GreetAsync(hello, welcome);
    }

    private Task ServeAsync(Guest guest) =>
        guest.Hello.IsGuard ? HearGuardAsync(guest)
            : guest.Hello.Client == 0 ? ServeWorkerAsync(guest) : _clients!.ServeAsync(guest);

    private async Task ServeWorkerAsync(Guest guest)
    {
        var (stream, reader, hello) = guest;
        await using var connection = new Connection<ToDispatcher>(
            stream, reader, new ToWorker { Heartbeat = new Heartbeat() }, _settings.WorkerTimeout, _time);
        var link = new WorkerLink(hello, connection);
        if (!Join(link, hello))
        {
            return;
        }

        await connection.RunAsync(ToDispatcher.Parser, _settings.HeartbeatInterval, (message, payload) =>
        {
            if (message.BodyCase != ToDispatcher.BodyOneofCase.Heartbeat &&
                (!link.IsSuperseded || message.BodyCase == ToDispatcher.BodyOneofCase.RangeDone))
            {
                _settings.Heard?.Invoke(link.Id);
                Dispatcher.WorkerSaid(link.Id, message, payload);
            }
        });
        Leave(link);
    }

    /// <summary>Takes a worker in, in the place of an earlier process of its id where there is one.</summary>
    private bool Join(WorkerLink link, Hello hello)
    {
        lock (_joining)
        {
            lock (_links)
            {
                if (_stopping)
                {
                    // It was still starting: without a connection it ends at once.
                    return false;
                }

                if (_links.Remove(link.Id, out var former))
                {
                    _settings.Logger.LogWarning(
                        "Another process joined as worker {Worker}; the one before is told to go.", link.Id);
                    former.IsSuperseded = true;
                    _superseded.Add(former);
                }

                _links.Add(link.Id, link);
            }

            Dispatcher.WorkerJoined(
                link.Id, Math.Clamp(hello.Slots, 1, 1024), hello.Node, Offered(hello), link, hello.LeavesMarks);
            return true;
        }
    }

    private void Leave(WorkerLink link)
    {
        lock (_joining)
        {
            lock (_links)
            {
                if (_superseded.Remove(link))
                {
                    return;
                }

                _links.Remove(link.Id);
            }

            Dispatcher.WorkerLost(link.Id, link.Connection.Reason);
        }
    }

    /// <summary>Takes one notice, as long as it is of the process that the worker has now, or had last.</summary>
    private async Task HearGuardAsync(Guest guest)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        limit.CancelAfter(_settings.HandshakeLimit);
        try
        {
            var told = (await guest.Reader.ReadAsync(GuardNotice.Parser, FrameLimits.Guard, limit.Token))?.Message
                ?? throw new ProtocolException("it said nothing");
            var notice = GuardNotices.Read(told);
            WorkerLink? link;
            lock (_links)
            {
                _links.TryGetValue(notice.Worker, out link);
            }

            if (link is null || link.IsOf(told.Host, told.Process))
            {
                Dispatcher.GuardSaid(notice);
                link?.Connection.Close(notice.Detail);
            }
        }
        catch (Exception e) when (e is IOException or ProtocolException or OperationCanceledException)
        {
            _settings.Logger.LogWarning(
                "A guard of worker {Worker} could not be heard: {Reason}.", guest.Hello.Worker, e.Message.TrimEnd('.'));
        }
    }

    private static Dictionary<string, double> Offered(Hello hello) =>
        hello.Resources.Where(r => r.Value > 0 && double.IsFinite(r.Value)).ToDictionary();
}
