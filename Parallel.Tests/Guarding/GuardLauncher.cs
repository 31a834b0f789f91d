using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Guarding;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Guarding;

/// <summary>Starts the workers of each request under one guard, as if on a machine elsewhere.</summary>
/// <param name="reports">
/// Whether the guard's pipes are held here, or it has a file and nobody, as in a batch job.
/// </param>
/// <param name="logger">Gets the workers' lines where they are reported.</param>
/// <param name="options">More of the guard's command line.</param>
internal sealed class GuardLauncher(bool reports, ILogger logger, params string[] options) : ILauncher
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<Process> _guards = [];
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly ConcurrentDictionary<string, Process> _byWorker = [];
    private readonly ConcurrentDictionary<string, bool> _stopped = [];

    public bool Restarts => true;

    /// <summary>The guards, in the order they were started.</summary>
    public IReadOnlyList<Process> Guards => [.. _guards];

    /// <summary>What the guards wrote that is no report.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    public async Task StartAsync(
        LaunchRequest request, Action<LaunchNotice> observe, CancellationToken cancellationToken)
    {
        var ticket = await request.Ticket.WaitAsync(cancellationToken);
        var program = SiloProgram.Find();
        var start = new ProcessStartInfo(program.Host,
            [.. program.Arguments, "guard", string.Join(',', request.Workers), $"{request.SlotsPerWorker}", .. options])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in request.Variables)
        {
            start.Environment[name] = value;
        }

        if (request.MemoryLimit is { } limit)
        {
            start.ArgumentList.Add("--memory-limit");
            start.ArgumentList.Add(limit.ToString(CultureInfo.InvariantCulture));
        }

        if (reports)
        {
            start.ArgumentList.Add("--report");
            start.ArgumentList.Add("output");
        }
        else
        {
            var file = Path.Combine(_folder.Path, $"{request.Workers[0]}.credentials");
            CredentialsFile.Write(file, ticket);
            start.ArgumentList.Add("--credentials");
            start.ArgumentList.Add(file);
        }

        var guard = Process.Start(start)!;
        _guards.Enqueue(guard);
        var ended = new ConcurrentDictionary<string, bool>();
        void Hear(LaunchNotice notice)
        {
            if (notice is { State: LaunchState.Exited, Restarts: false })
            {
                ended[notice.Worker] = true;
            }

            observe(notice);
        }

        foreach (var worker in request.Workers)
        {
            _byWorker[worker] = guard;
            observe(new LaunchNotice(worker, LaunchState.Running, $"guard {guard.Id}"));
        }

        Task output;
        if (reports)
        {
            await guard.StandardInput.WriteLineAsync(ticket.Content);
            await guard.StandardInput.FlushAsync(cancellationToken);
            output = new GuardReader(request.Workers, logger, Hear, _lines.Enqueue).ReadAsync(guard.StandardOutput);
        }
        else
        {
            output = DrainAsync(guard.StandardOutput);
        }

        _ = ReportAsync(guard, Task.WhenAll(output, DrainAsync(guard.StandardError)), () =>
        {
            foreach (var worker in request.Workers.Where(w => !ended.ContainsKey(w)))
            {
                observe(new LaunchNotice(worker, LaunchState.Exited, $"the guard has ended, code {guard.ExitCode}"));
            }
        });
    }

    public async Task StopAsync(IReadOnlyList<string> workers, TimeSpan grace)
    {
        foreach (var worker in workers)
        {
            _stopped[worker] = true;
        }

        var guards = workers.Where(_byWorker.ContainsKey).Select(w => _byWorker[w]).Distinct()
            .Where(g => _byWorker.All(w => w.Value != g || _stopped.ContainsKey(w.Key)));
        await Task.WhenAll(guards.Select(async guard =>
        {
            try
            {
                await guard.WaitForExitAsync().WaitAsync(grace);
            }
            catch (TimeoutException)
            {
                guard.Kill();
                await guard.WaitForExitAsync().Soon();
            }
        }));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync([.. _byWorker.Keys], TimeSpan.Zero);
        _folder.Dispose();
    }

    private static async Task ReportAsync(Process guard, Task output, Action tell)
    {
        await guard.WaitForExitAsync();
        await output.WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        tell();
    }

    private async Task DrainAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            _lines.Enqueue(line);
        }
    }
}
