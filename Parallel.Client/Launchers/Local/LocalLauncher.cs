using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Guarding;

namespace ParallelCompute.Launchers.Local;

/// <summary>Starts silos as processes of this machine and is their guard: it sees how they end.</summary>
internal sealed class LocalLauncher(ILogger logger) : ILauncher
{
    /// <summary>Booting, a silo takes a whole processor; one is the client's own.</summary>
    private static readonly int AtOnce = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>Longer than any boot; the others are not kept back by one that hangs.</summary>
    private static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, SiloProcess> _silos = new(StringComparer.Ordinal);

    private SiloStarter? _starter;

    public async Task StartAsync(LaunchRequest request, Action<LaunchNotice> observe,
        CancellationToken cancellationToken)
    {
        _starter ??= new SiloStarter(SiloProgram.Find(), logger);
        List<SiloProcess> started = [];
        try
        {
            foreach (var worker in request.Workers)
            {
                if (started.Count == AtOnce)
                {
                    await LetOneJoinAsync(request, started, cancellationToken).ConfigureAwait(false);
                }

                cancellationToken.ThrowIfCancellationRequested();
                var silo = _starter.Start(
                    new SiloOrder(worker, request.SlotsPerWorker, request.Variables, request.MemoryLimit));
                _silos[worker] = silo;
                started.Add(silo);
                observe(new LaunchNotice(worker, LaunchState.Running, $"process {silo.ProcessId}"));
                _ = ReportAsync(worker, silo, observe);
                _ = HandAsync(silo, request.Ticket);
            }

            await request.Ticket.ConfigureAwait(false);
        }
        catch
        {
            await StopAsync(request.Workers, TimeSpan.Zero).ConfigureAwait(false);
            throw;
        }
    }

    public Task StopAsync(IReadOnlyList<string> workers, TimeSpan grace) => Task.WhenAll(
        workers.Select(w => _silos.TryGetValue(w, out var silo) ? silo.StopAsync(grace) : Task.CompletedTask));

    public async ValueTask DisposeAsync()
    {
        await StopAsync([.. _silos.Keys], TimeSpan.Zero).ConfigureAwait(false);
    }

    /// <summary>The first silos are there the sooner, and with them the first results.</summary>
    private static async Task LetOneJoinAsync(
        LaunchRequest request, List<SiloProcess> started, CancellationToken cancellationToken)
    {
        Task one = Task.WhenAny([request.Joined, .. started.Select(s => s.Ended)]);
        await one.WaitAsync(JoinLimit, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task HandAsync(SiloProcess silo, Task<JoinTicket> ticket)
    {
        await ((Task)ticket).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (ticket.IsCompletedSuccessfully)
        {
            silo.Hand(ticket.Result.Content);
        }
    }

    private async Task ReportAsync(string worker, SiloProcess silo, Action<LaunchNotice> observe)
    {
        var end = await silo.Ended.ConfigureAwait(false);
        _silos.TryRemove(worker, out _);
        observe(end.Notice);
    }
}
