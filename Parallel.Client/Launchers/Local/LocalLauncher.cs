using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ParallelCompute.Launching;

namespace ParallelCompute.Launchers.Local;

/// <summary>Starts silos as processes of this machine and is their guard: it sees how they end.</summary>
/// <remarks>
/// A silo's standard input is a pipe held open here; when this process dies, however it dies, so do its silos.
/// </remarks>
internal sealed class LocalLauncher(ILogger logger) : ILauncher
{
    private readonly ConcurrentDictionary<string, SiloProcess> _silos = new(StringComparer.Ordinal);

    public async Task StartAsync(LaunchRequest request, Action<LaunchNotice> observe,
        CancellationToken cancellationToken)
    {
        var program = SiloProgram.Find();
        List<SiloProcess> started = [];
        foreach (var worker in request.Workers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var silo = SiloProcess.Start(program, worker, request, logger);
            _silos[worker] = silo;
            started.Add(silo);
            observe(new LaunchNotice(worker, LaunchState.Running, $"process {silo.ProcessId}"));
            _ = ReportAsync(worker, silo, observe);
        }

        try
        {
            var ticket = await request.Ticket.ConfigureAwait(false);
            started.ForEach(s => s.Hand(ticket.Content));
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

    private async Task ReportAsync(string worker, SiloProcess silo, Action<LaunchNotice> observe)
    {
        var (cause, tail) = await silo.Ended.ConfigureAwait(false);
        _silos.TryRemove(worker, out _);
        observe(new LaunchNotice(worker, LaunchState.Exited, cause, tail));
    }
}
