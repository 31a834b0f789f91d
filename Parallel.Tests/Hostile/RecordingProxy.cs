using System.Net.Sockets;

namespace ParallelCompute.Tests.Hostile;

/// <summary>Stands between one worker and its dispatcher, on sockets of one machine, and keeps what both say.</summary>
internal sealed class RecordingProxy : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly MemoryStream _worker = new();
    private readonly MemoryStream _dispatcher = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    /// <param name="path">Where the worker is to dial.</param>
    /// <param name="open">Dials the dispatcher.</param>
    public RecordingProxy(string path, Func<Task<Stream>> open)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        // Not on a thread of the test, which waits for what goes through here.
        _serving = Task.Run(() => ServeAsync(open));
    }

    /// <summary>What was said; ask when both have gone.</summary>
    public async Task<Traffic> EndAsync()
    {
        await _serving;
        return Traffic.Of(_worker.ToArray(), _dispatcher.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task CopyAsync(Stream from, Stream to, MemoryStream record)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await from.ReadAsync(buffer, _end.Token)) > 0;)
            {
                record.Write(buffer, 0, read);
                await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // One end has gone: so does the other.
        }

        await to.DisposeAsync();
    }

    private async Task ServeAsync(Func<Task<Stream>> open)
    {
        await using var worker = new NetworkStream(await _listener.AcceptAsync(_end.Token), ownsSocket: true);
        await using var dispatcher = await open();
        await Task.WhenAll(CopyAsync(worker, dispatcher, _worker), CopyAsync(dispatcher, worker, _dispatcher));
    }
}
