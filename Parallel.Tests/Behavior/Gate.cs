using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace ParallelCompute.Tests.Behavior;

/// <summary>Functions on workers stop at it until the test lets them go on, so that no test needs to sleep.</summary>
/// <remarks>A Unix socket: the path is plain text that any function can capture, wherever it runs.</remarks>
public sealed class Gate : IAsyncDisposable
{
    /// <summary>The end of every wait; never what makes a test pass.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("gate-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Channel<GateVisit> _visits = Channel.CreateUnbounded<GateVisit>();
    private readonly List<GateVisit> _all = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private bool _open;

    public Gate()
    {
        Path = System.IO.Path.Combine(_folder, "gate");
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen(2048);
        _accepting = AcceptAsync();
    }

    public string Path { get; }

    /// <summary>On a worker: tells the test that somebody is here and waits to be let through.</summary>
    public static void Pass(string path, string name, CancellationToken cancellationToken = default) =>
        PassAsync(path, name, cancellationToken).GetAwaiter().GetResult();

    /// <summary>As <see cref="Pass"/>, without a thread that waits.</summary>
    public static Task PassAsync(string path, string name, CancellationToken cancellationToken = default) =>
        PassAsync(path, name, Limit, cancellationToken);

    /// <summary>As <see cref="Pass"/>; the test may take that long.</summary>
    public static async Task PassAsync(
        string path, string name, TimeSpan within, CancellationToken cancellationToken = default)
    {
        using var socket = Connect(path, name);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(within);
        await socket.ReceiveAsync(new byte[1], limit.Token);
    }

    /// <summary>On a worker: tells the test that somebody was here.</summary>
    public static void Tell(string path, string name) => Connect(path, name).Dispose();

    /// <summary>The next arrival.</summary>
    public Task<GateVisit> NextAsync() => NextAsync(Limit);

    /// <summary>The next arrival, which may take that long.</summary>
    public Task<GateVisit> NextAsync(TimeSpan within) => _visits.Reader.ReadAsync().AsTask().WaitAsync(within);

    /// <summary>The next arrivals.</summary>
    public async Task<GateVisit[]> NextAsync(int count)
    {
        var visits = new GateVisit[count];
        for (var i = 0; i < count; i++)
        {
            visits[i] = await NextAsync();
        }

        return visits;
    }

    /// <summary>Nobody has come that the test has not looked at.</summary>
    public async Task HasNoVisitorAsync()
    {
        // Arrivals are kept in order: whoever came before would be seen first.
        Tell(Path, "the test");
        Assert.Equal("the test", (await NextAsync()).Name);
    }

    /// <summary>Lets everybody through from now on.</summary>
    public void Open()
    {
        lock (_all)
        {
            _open = true;
            _all.ForEach(visit => visit.Release());
        }
    }

    public async ValueTask DisposeAsync()
    {
        Open();
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Socket Connect(string path, string name)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        socket.Send(Encoding.UTF8.GetBytes($"{name}\n"));
        return socket;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var stream = new NetworkStream(await _listener.AcceptAsync(_end.Token), ownsSocket: true);
                var visit = await GateVisit.ReadAsync(stream, _end.Token);
                lock (_all)
                {
                    _all.Add(visit);
                    if (_open)
                    {
                        visit.Release();
                    }
                }

                _visits.Writer.TryWrite(visit);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
