using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Guarding;

namespace ParallelCompute.Launchers.Ssh;

/// <summary>Starts guards on hosts, with the worker program that this machine has.</summary>
internal sealed class SshGuards(ILogger logger)
{
    private readonly ConcurrentDictionary<string, Task<SiloContent>> _contents = new(StringComparer.Ordinal);

    /// <summary>The worker program for a host; read once, while connections are being made.</summary>
    public Task<SiloContent> ContentOf(SshHost host) => _contents.GetOrAdd(
        host.PushFolder ?? "", folder => Task.Run(() => SiloContent.Read(
            folder.Length > 0 ? Path.GetFullPath(folder) : Path.GetDirectoryName(SiloProgram.Find().Assembly)!)));

    /// <inheritdoc cref="GuardStart"/>
    public async Task<IHostGuard> StartAsync(
        SshHost host, IReadOnlyList<Waiting> workers, Action<string> lost, CancellationToken cancellationToken)
    {
        var request = workers[0].Request;
        var target = host.Tunnel ? await TargetAsync(request.Ticket).ConfigureAwait(false) : null;
        string[] ids = [.. workers.Select(w => w.Worker)];
        var observers = workers.ToDictionary(w => w.Worker, w => w.Observe, StringComparer.Ordinal);
        var start = new SshStart(host, Arguments(host, ids, request), ContentOf(host), request.Variables, target);
        return await SshGuard.StartAsync(
            start, ids, request.Ticket, notice => observers[notice.Worker](notice), lost, logger, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>What a tunnel leads to.</summary>
    /// <exception cref="LaunchException">The dispatcher has no address of TCP.</exception>
    public static async Task<string> TargetAsync(Task<JoinTicket> ticket) =>
        (await ticket.ConfigureAwait(false)).Address ?? throw new LaunchException(
            "With tunnel: true the dispatcher must be reachable by TCP; the one of this cluster listens on a Unix " +
            "socket. Start it with protocol=tcp.");

    private static List<string> Arguments(SshHost host, string[] workers, LaunchRequest request)
    {
        var slots = host.ThreadsPerWorker ?? request.SlotsPerWorker;
        List<string> arguments =
            ["guard", string.Join(',', workers), slots.ToString(CultureInfo.InvariantCulture), "--report", "output",
             // The cluster replaces workers, on whichever host is best.
             "--no-nanny"];
        if ((host.MemoryLimit ?? request.MemoryLimit) is { } limit and > 0)
        {
            arguments.AddRange(["--memory-limit", limit.ToString(CultureInfo.InvariantCulture)]);
        }

        return arguments;
    }
}
