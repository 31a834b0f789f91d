using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Hosting;

/// <summary>Accepts connections and lets those in that prove themselves in time.</summary>
/// <param name="listener">Where they come; closed with this.</param>
/// <param name="settings">The terms of the cluster.</param>
/// <param name="secret">Of the cluster.</param>
/// <param name="greet">Completes what a peer is told that may come in, or refuses it.</param>
/// <param name="serve">Serves a guest until its connection ends; its stream is disposed afterwards.</param>
internal sealed class Reception(
    IListener listener, BuiltinEngineSettings settings, byte[] secret, Func<Hello, Welcome, Task> greet,
    Func<Guest, Task> serve) : IAsyncDisposable
{
    /// <summary>Peers that have not proved anything yet; more wait in the kernel's queue.</summary>
    private const int MostStrangers = 64;

    /// <summary>Where the system has no descriptors left, it will not have any at once.</summary>
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _end = new();
    private readonly RefusalLog _refusals = new(settings.Logger, TimeProvider.System);
    private readonly SemaphoreSlim _strangers = new(MostStrangers);
    private readonly List<Task> _serving = [];
    private Task _accepting = Task.CompletedTask;

    public void Open() => _accepting = Task.WhenAll(listener.Sockets.Select(AcceptAsync));

    /// <summary>Ends when all that are being served now have left.</summary>
    public Task WhenLeft()
    {
        lock (_serving)
        {
            return Task.WhenAll(_serving.ToArray());
        }
    }

    /// <summary>Lets nobody in from now on and sends strangers away; guests stay.</summary>
    public async Task CloseAsync()
    {
        await _end.CancelAsync();
        listener.Dispose();
        await _accepting;
    }

    /// <summary>Waits until the guests are gone; call after <see cref="CloseAsync"/> and sending them away.</summary>
    public async ValueTask DisposeAsync()
    {
        await WhenLeft();
        _refusals.Dispose();
        _strangers.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync(Socket socket)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var peer = await socket.AcceptAsync(_end.Token);
                Track(ServeAsync(await AdmitAsync(peer)));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // A peer that vanished between connect and accept, or too few descriptors: others may still come.
                _refusals.Note("", $"its connection could not be accepted: {e.Message.TrimEnd('.')}");
                await Task.Delay(AcceptPause, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<Socket> AdmitAsync(Socket peer)
    {
        try
        {
            await _strangers.WaitAsync(_end.Token);
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    private void Track(Task serving)
    {
        lock (_serving)
        {
            _serving.RemoveAll(s => s.IsCompleted);
            _serving.Add(serving);
        }
    }

    private async Task ServeAsync(Socket peer)
    {
        using var socket = peer;
        if (await GreetAsync(peer) is { } guest)
        {
            await using var stream = guest.Stream;
            await serve(guest);
        }
    }

    /// <summary>The handshake, bounded in time and bytes; null where the peer may not join.</summary>
    private async Task<Guest?> GreetAsync(Socket peer)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        limit.CancelAfter(settings.HandshakeLimit);
        Stream? stream = null;
        var origin = "";
        try
        {
            // A Unix socket's other end has no name.
            origin = peer.RemoteEndPoint is IPEndPoint address ? $" from {address}" : "";
            stream = await listener.OpenAsync(peer, limit.Token);
            var reader = new FrameReader(stream);
            var hello = await Handshake.AcceptAsync(stream, reader, secret, TermsAsync, Versions.Own, limit.Token)
                ?? throw new ProtocolException("it does not know the cluster's secret");
            return new Guest(stream, reader, hello);
        }
        catch (Exception e)
        {
            // Whatever a stranger provokes costs its own connection only.
            if (!_end.IsCancellationRequested)
            {
                var reason = limit.IsCancellationRequested
                    ? $"it did not prove itself within {settings.HandshakeLimit.TotalSeconds} s"
                    : e.GetBaseException().Message.TrimEnd('.');
                _refusals.Note(origin, reason);
            }

            stream?.Dispose();
            return null;
        }
        finally
        {
            _strangers.Release();
        }
    }

    private async Task<Welcome> TermsAsync(Hello hello)
    {
        var welcome = new Welcome
        {
            HeartbeatMs = (long)settings.HeartbeatInterval.TotalMilliseconds,
            SilenceMs = (long)settings.DeathTimeout.TotalMilliseconds,
        };
        await greet(hello, welcome);
        return welcome;
    }
}
