using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ParallelCompute.Code;
using ParallelCompute.Engines;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Runtime.Standalone;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime;

/// <summary>A client's way to a dispatcher in another process, which may serve other clients too.</summary>
/// <remarks>
/// A connection that breaks is made anew, and the runs go on: at the dispatcher that was there, or at one that was
/// started in its place and is told what is open.
/// </remarks>
public sealed class RemoteEngine(RemoteEngineSettings settings) : IEngine
{
    private static readonly TimeSpan DialLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _end = new();
    private readonly RemoteDispatcher _dispatcher = new();
    private readonly TimeProvider _time = TimeProvider.System;
    private Ticket? _ticket;
    private long _instance;
    private Task _serving = Task.CompletedTask;

    /// <inheritdoc/>
    public ITaskDispatcherGrain Dispatcher => _dispatcher;

    /// <inheritdoc/>
    /// <remarks>Random: clients know nothing of each other. 1 is a client with a dispatcher of its own.</remarks>
    public long Client { get; } = RandomNumberGenerator.GetInt32(2, int.MaxValue);

    /// <inheritdoc/>
    public async Task<JoinTicket> StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _ticket = Tickets.Read(Launching.CredentialsFile.Read(settings.CredentialsFile).Content);
            var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            _serving = Task.Run(() => KeepAsync(connection), CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or FormatException)
        {
            throw new LaunchException(
                $"The dispatcher of {settings.CredentialsFile} does not answer: {e.Message}. Is it running? " +
                $"It is started with: parallel-silo dispatcher {settings.CredentialsFile}", e);
        }

        var ticket = _ticket.Clone();
        ticket.Resources.Clear();
        ticket.Resources.Add(settings.Resources.ToDictionary());
        ticket.LocalDirectory = settings.LocalDirectory ?? ticket.LocalDirectory;
        return Tickets.Of(ticket);
    }

    /// <inheritdoc/>
    /// <remarks>The dispatcher sees for itself that a process has ended, which the launcher has told already.</remarks>
    public void Disconnect(string worker, string reason)
    {
    }

    /// <inheritdoc/>
    public Task StopAsync(IReadOnlyList<string> workers, TimeSpan limit)
    {
        foreach (var worker in workers)
        {
            _dispatcher.Drain(worker, limit);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // What was said last is still to be sent: that the client leaves.
        _ = await Task.WhenAny(_dispatcher.WhenConfirmed(), _serving, Task.Delay(DialLimit)).ConfigureAwait(false);
        await _end.CancelAsync().ConfigureAwait(false);
        await _serving.ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task KeepAsync(Connection<ToClient> connection)
    {
        try
        {
            await ServeAsync(connection).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever it was: no run may wait for a dispatcher that nobody looks for.
            settings.Logger.LogError(e, "The connection to the dispatcher cannot be kept.");
            _dispatcher.Lose(Failures.Of(new ParallelException(
                $"The connection to the dispatcher cannot be kept: {e.Message}", e)));
        }
    }

    private async Task ServeAsync(Connection<ToClient>? connection)
    {
        while (connection is not null)
        {
            using (connection)
            {
                // Also one that is made just when the client closes.
                using var ending = _end.Token.UnsafeRegister(
                    static c => ((Connection<ToClient>)c!).Close("the client is closed"), connection);
                await connection.RunAsync(ToClient.Parser, settings.HeartbeatInterval, _dispatcher.Hear)
                    .ConfigureAwait(false);
            }

            _dispatcher.Detach(connection);
            if (_end.IsCancellationRequested)
            {
                return;
            }

            settings.Logger.LogWarning("The connection to the dispatcher broke: {Reason}.", connection.Reason);
            connection = await ReconnectAsync(connection.Reason).ConfigureAwait(false);
        }
    }

    /// <summary>Looks for the dispatcher until it is there again; null when that takes too long.</summary>
    private async Task<Connection<ToClient>?> ReconnectAsync(string reason)
    {
        var lostAt = _time.GetTimestamp();
        while (!_end.IsCancellationRequested)
        {
            // Also before the first try: what breaks again at once must not keep both ends busy.
            await Task.Delay(Pause, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                return await ConnectAsync(_end.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or SocketException or ProtocolException)
            {
                reason = e.Message;
            }
            catch (OperationCanceledException)
            {
                break;
            }

            if (_time.GetElapsedTime(lostAt) > settings.AwayLimit)
            {
                var lost = new ParallelException(
                    $"The dispatcher of {settings.CredentialsFile} was lost and did not come back within " +
                    $"{settings.AwayLimit.TotalSeconds} s (death_timeout): {reason}.");
                settings.Logger.LogError("{Reason}", lost.Message);
                _dispatcher.Lose(Failures.Of(lost));
                break;
            }
        }

        return null;
    }

    private async Task<Connection<ToClient>> ConnectAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(DialLimit);
        var stream = await Dialer.DialAsync(_ticket!, DialLimit).ConfigureAwait(false);
        try
        {
            var reader = new FrameReader(stream);
            var hello = new Hello
            {
                Worker = $"{Environment.MachineName}:{Environment.ProcessId}", Client = Client, Instance = _instance,
                Received = _dispatcher.Received,
            };
            var welcome = await Handshake.DialAsync(
                stream, reader, _ticket!.Secret.ToByteArray(), hello, Versions.Own, limit.Token).ConfigureAwait(false);
            var connection = new Connection<ToClient>(
                stream, reader, new FromClient { Heartbeat = new Heartbeat() }, settings.Silence, _time);
            if (welcome.Known)
            {
                _dispatcher.Resume(connection, welcome.Received);
            }
            else
            {
                _dispatcher.Rebuild(connection);
            }

            _instance = welcome.Instance;
            return connection;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw new IOException($"it did not greet within {DialLimit.TotalSeconds} s", e);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
