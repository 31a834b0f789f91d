using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ParallelCompute.Engines;
using ParallelCompute.Runtime.Hosting;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Standalone;

/// <summary>The clients of a dispatcher in a process of its own.</summary>
/// <remarks>
/// One whose connection breaks is waited for as long as a worker would wait for its dispatcher; then its runs end.
/// </remarks>
internal sealed class ClientDesk(ITaskDispatcherGrain dispatcher, BuiltinEngineSettings settings, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, (ClientLink Link, ITimer? Leaving)> _clients = [];

    /// <summary>Tells this run of the dispatcher from those before.</summary>
    private readonly long _instance = 1 + RandomNumberGenerator.GetInt32(int.MaxValue);

    /// <summary>Completes what a client is told that wants to come in.</summary>
    public async Task GreetAsync(Hello hello, Welcome welcome)
    {
        ClientLink? link;
        lock (_gate)
        {
            link = Forget(hello.Client)?.Link;
        }

        welcome.Instance = _instance;
        if (link is null)
        {
            link = new ClientLink(hello.Client, dispatcher);
        }
        else
        {
            await link.LetGoAsync();
            welcome.Known = hello.Instance == _instance && !link.HasLeft;
            if (!welcome.Known)
            {
                dispatcher.CloseSession(hello.Client);
                link = new ClientLink(hello.Client, dispatcher);
            }
        }

        if (!welcome.Known)
        {
            // What it heard was said by another one.
            hello.Received = 0;
        }

        welcome.Received = link.Received;
        lock (_gate)
        {
            _clients[hello.Client] = (link, Expiry(hello.Client, link));
        }
    }

    /// <summary>Serves a client that was greeted until its connection ends.</summary>
    public async Task ServeAsync(Guest guest)
    {
        var client = guest.Hello.Client;
        ClientLink link;
        lock (_gate)
        {
            if (Forget(client) is not { } greeted)
            {
                return;
            }

            _clients[client] = (link = greeted.Link, null);
        }

        settings.Logger.LogInformation("Client {Client} ({Name}) is here.", client, guest.Hello.Worker);
        await link.ServeAsync(guest, settings, time);
        lock (_gate)
        {
            if (!_clients.TryGetValue(client, out var now) || now.Link != link || now.Leaving is not null)
            {
                // It has come back meanwhile.
                return;
            }

            _clients.Remove(client);
            if (!link.HasLeft)
            {
                _clients[client] = (link, Expiry(client, link));
            }
        }
    }

    private (ClientLink Link, ITimer? Leaving)? Forget(long client)
    {
        if (!_clients.Remove(client, out var known))
        {
            return null;
        }

        known.Leaving?.Dispose();
        return known;
    }

    private ITimer Expiry(long client, ClientLink link) => time.CreateTimer(
        _ =>
        {
            lock (_gate)
            {
                if (!_clients.TryGetValue(client, out var now) || now.Link != link || now.Leaving is null)
                {
                    return;
                }

                Forget(client);
            }

            settings.Logger.LogWarning(
                "Client {Client} did not come back within {Limit} s; its runs end.", client,
                settings.DeathTimeout.TotalSeconds);
            dispatcher.CloseSession(client);
        },
        null, settings.DeathTimeout, Timeout.InfiniteTimeSpan);
}
