using System.Net;
using System.Net.Sockets;
using ParallelCompute.Dispatch;
using ParallelCompute.Runtime;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Connections;

/// <summary>A builtin engine that listens on TCP, and peers of it.</summary>
internal sealed class TlsEngine : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordedLog _log = new();
    private readonly BuiltinEngine _engine;

    private TlsEngine(TcpSettings settings) => _engine = new BuiltinEngine(new BuiltinEngineSettings(
        "tls", _folder.Path, new DispatchSettings(Gate.Limit, 3, Gate.Limit), TimeSpan.FromMilliseconds(100),
        Gate.Limit, Gate.Limit, new Dictionary<string, double>(), _log, settings));

    public Ticket Ticket { get; private set; } = new();

    /// <summary>The addresses of the ticket, without their scheme.</summary>
    public string[] Addresses => [.. Ticket.Addresses.Select(a => a["tcp:".Length..])];

    public int Port => int.Parse(Addresses[0].Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What was logged so far.</summary>
    public string[] Log => _log.Lines;

    public static async Task<TlsEngine> StartAsync(TcpSettings? settings = null)
    {
        var engine = new TlsEngine(settings ?? new TcpSettings());
        try
        {
            var ticket = await engine._engine.StartAsync(CancellationToken.None);
            engine.Ticket = Ticket.Parser.ParseFrom(Convert.FromBase64String(ticket.Content));
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a worker of that ticket shows, and accepts.</summary>
    public static TlsEnd WorkerOf(Ticket ticket) => new(
        Certificates.Load(ticket.Certificate.Span, ticket.Key.Span), ticket.ListenerHash.ToByteArray());

    /// <summary>A connection that has said nothing yet.</summary>
    public async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Port).WaitAsync(Gate.Limit);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>A worker joins; dispose what is returned to let it leave.</summary>
    public async Task<Stream> JoinAsync(string worker, params string[] addresses)
    {
        using var limit = new CancellationTokenSource(Gate.Limit);
        using var tls = WorkerOf(Ticket);
        var stream = await new TlsDialer(tls).DialAsync(addresses is [] ? Addresses : addresses, Gate.Limit);
        await Handshake.DialAsync(
            stream, new FrameReader(stream), Ticket.Secret.ToByteArray(), new Hello { Worker = worker }, Versions.Own,
            limit.Token);
        return stream;
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Dispose();
    }
}
