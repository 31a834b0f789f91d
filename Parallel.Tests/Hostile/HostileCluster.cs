using System.Net;
using System.Net.Sockets;
using ParallelCompute.Clusters;
using ParallelCompute.Dispatch;
using ParallelCompute.Launchers.Local;
using ParallelCompute.Launching;
using ParallelCompute.Runtime;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Tests.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Hostile;

/// <summary>
/// A client with two real workers, and its credentials in the hands of a test: its listener as any stranger, or any
/// process of its owner, can reach it.
/// </summary>
/// <remarks>
/// Items that need <see cref="Honest"/> go to the real workers only. What a worker was truly given it may answer
/// wrongly; so nothing is given to members that lie, unless a test wants it.
/// </remarks>
public sealed class HostileCluster : IAsyncDisposable
{
    public const int Workers = 2;

    /// <summary>What the real workers offer, and members that join here do not.</summary>
    public static readonly Dictionary<string, double> Honest = new() { ["honest"] = 1 };

    /// <summary>How long a stranger may take: short, for tests wait for it.</summary>
    public static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(1);

    private readonly TemporaryFolder _folder = new();
    private readonly RecordedLog _log = new();
    private int _members;
    private long _heard;

    private HostileCluster()
    {
    }

    public ParallelClient Client { get; private set; } = null!;

    /// <summary>What a worker of this cluster is handed.</summary>
    internal Ticket Ticket { get; private set; } = null!;

    /// <summary>Its engine and content, as in a credentials file.</summary>
    internal JoinTicket Join { get; private set; } = null!;

    /// <summary>What was logged so far.</summary>
    public string[] Log => _log.Lines;

    /// <summary>Messages of those who joined by <see cref="JoinAsync"/> that reached the dispatcher.</summary>
    public long HeardOfMembers => Interlocked.Read(ref _heard);

    public string CredentialsPath => Path.Combine(_folder.Path, "credentials");

    /// <summary>The folder that it keeps its files in.</summary>
    public string Folder => _folder.Path;

    /// <summary>Ids of the workers that are there.</summary>
    public string[] WorkerIds => [.. Client.Snapshot().Workers.Select(w => w.Id).Order(StringComparer.Ordinal)];

    private bool IsTls => Ticket.Key.Length > 0;

    public static async Task<HostileCluster> StartAsync(TransportProtocol protocol, Delegate? setup = null)
    {
        var cluster = new HostileCluster();
        var config = new ParallelConfig { NWorkers = Workers };
        config.Options["credentials_file"] = cluster.CredentialsPath;
        config.Options["local_directory"] = cluster._folder.Path;
        config.Options["cancel_grace"] = "1 s";
        config.Options["resources"] = new Dictionary<string, object?> { ["honest"] = 1000.0 };
        var settings = ClusterSettings.From(config);
        var engine = new BuiltinEngine(new BuiltinEngineSettings(
            Guid.NewGuid().ToString("N")[..10], settings.LocalDirectory,
            new DispatchSettings(settings.SetupTimeout, settings.AllowedFailures, settings.CancelGrace),
            settings.HeartbeatInterval, settings.WorkerTimeout, settings.DeathTimeout, settings.Resources, cluster._log,
            protocol == TransportProtocol.Tcp ? new TcpSettings() : null) 
        {
            HandshakeLimit = HandshakeLimit,
            Heard = w => Interlocked.Add(ref cluster._heard, w.StartsWith("liar", StringComparison.Ordinal) ? 1 : 0),
        });
        cluster.Client = await ParallelClient.OpenAsync(
            new Cluster(settings, engine, new LocalLauncher(cluster._log), cluster._log), setup, cluster._log,
            CancellationToken.None).Soon();
        await cluster.Client.WaitForWorkersAsync(Workers, Gate.Limit);
        cluster.Join = CredentialsFile.Read(cluster.CredentialsPath);
        cluster.Ticket = Ticket.Parser.ParseFrom(Convert.FromBase64String(cluster.Join.Content));
        return cluster;
    }

    /// <summary>For a run that is to be open for a while; disposed by its owner.</summary>
    public static Gate NewGate() => new();

    /// <summary>A connection on which nothing was said yet, not even a greeting of TLS.</summary>
    public async Task<Stream> ConnectAsync()
    {
        var address = Ticket.Addresses[0];
        var socket = IsTls ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        EndPoint end = IsTls ? IPEndPoint.Parse(address["tcp:".Length..])
            : new UnixDomainSocketEndPoint(address["unix:".Length..]);
        await socket.ConnectAsync(end).WaitAsync(Gate.Limit);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>A connection of somebody who has the right certificate where one is asked for, and no more.</summary>
    internal async Task<Stream> OpenAsync(Ticket? shown = null)
    {
        var stream = await ConnectAsync();
        if (!IsTls)
        {
            return stream;
        }

        using var tls = TlsEngine.WorkerOf(shown ?? Ticket);
        return await tls.DialAsync(stream, CancellationToken.None).Soon();
    }

    /// <summary>A process that has the credentials joins as a worker, which is told nothing of how to behave.</summary>
    /// <param name="resources">What it offers: of <see cref="Honest"/>, and it is given items too.</param>
    internal async Task<Member> JoinAsync(IReadOnlyDictionary<string, double>? resources = null)
    {
        var stream = await OpenAsync();
        using var limit = new CancellationTokenSource(Gate.Limit);
        var hello = new Hello { Worker = $"liar{Interlocked.Increment(ref _members)}.", Slots = 1, Node = "elsewhere" };
        hello.Resources.Add(resources as IDictionary<string, double> ?? new Dictionary<string, double>());
        var reader = new FrameReader(stream);
        await Handshake.DialAsync(stream, reader, Ticket.Secret.ToByteArray(), hello, Versions.Own, limit.Token);
        return new Member(hello.Worker, stream, reader);
    }

    /// <summary>Whether any part of what the ticket keeps secret is in the text, in any usual form.</summary>
    public void AssertHasNoSecret(string text) => Secrets.AssertNone(Ticket, text, "the log");

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().AsTask().Soon();
        _folder.Dispose();
    }
}
