using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using ParallelCompute.Launching;

namespace ParallelCompute.Launchers.Local;

/// <summary>A running silo: its pipe, its output, its end.</summary>
internal sealed class SiloProcess
{
    /// <summary>Exit codes above this are signals, as the .NET host reports them.</summary>
    private const int SignalBase = 128;

    private readonly Process _process;
    private readonly OutputTail _tail;

    private SiloProcess(Process process, OutputTail tail)
    {
        (_process, _tail) = (process, tail);
        ProcessId = process.Id;
        Ended = WaitAsync();
    }

    public int ProcessId { get; }

    /// <summary>How it ended and its last lines.</summary>
    public Task<(string Cause, string LogTail)> Ended { get; }

    /// <exception cref="LaunchException">The process cannot be started.</exception>
    public static SiloProcess Start(SiloProgram program, string worker, LaunchRequest request, ILogger logger)
    {
        var start = new ProcessStartInfo(program.Host)
        {
            ArgumentList =
            {
                program.Assembly, "worker", worker, request.SlotsPerWorker.ToString(CultureInfo.InvariantCulture),
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in request.Variables)
        {
            start.Environment[name] = value;
        }

        try
        {
            var process = Process.Start(start)!;
            return new SiloProcess(process, new OutputTail(worker, logger));
        }
        catch (Win32Exception e)
        {
            throw new LaunchException($"Worker {worker} could not be started: {program.Host}: {e.Message}", e)
            {
                Command = $"{program.Host} {string.Join(' ', start.ArgumentList)}",
            };
        }
    }

    /// <summary>Waits for the end for that long, then ends the process and its children by force.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        try
        {
            await Ended.WaitAsync(grace).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Kill();
            await Ended.ConfigureAwait(false);
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended meanwhile.
        }
    }

    /// <summary>Hands over what the silo needs to join.</summary>
    public void Hand(string ticket)
    {
        try
        {
            _process.StandardInput.WriteLine(ticket);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // A silo that died at once has closed the pipe; its end is reported as any other.
        }
    }

    private async Task<(string Cause, string LogTail)> WaitAsync()
    {
        var output = Task.WhenAll(
            _tail.ReadAsync(_process.StandardOutput), _tail.ReadAsync(_process.StandardError));
        await _process.WaitForExitAsync().ConfigureAwait(false);
        try
        {
            // Children of user code may hold the pipes open; the silo itself is gone.
            await output.WaitAsync(TimeSpan.FromMilliseconds(200)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _tail.Abandon();
        }

        var code = _process.ExitCode;
        _process.Dispose();
        return (code > SignalBase ? $"exit code {code}, as after signal {code - SignalBase}" : $"exit code {code}",
            _tail.Text);
    }
}
