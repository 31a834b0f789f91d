using System.Collections.Frozen;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using ParallelCompute.Launching;

namespace ParallelCompute.Launchers.Local;

/// <summary>A running silo: its pipe, its output, its end.</summary>
internal sealed class SiloProcess
{
    private readonly Process _process;
    private readonly SiloOutput _output;
    private volatile bool _wasForced;

    private readonly SlotMarksFile? _marks;
    private readonly DiagnosticFiles _diagnostics;
    private readonly MemoryGuard? _memory;

    private SiloProcess(
        Process process, SiloOutput output, SlotMarksFile? marks, DiagnosticFiles diagnostics, long? memoryLimit)
    {
        (_process, _output, _marks, _diagnostics) = (process, output, marks, diagnostics);
        _memory = MemoryGuard.Start(process, memoryLimit);
        ProcessId = process.Id;
        Ended = WaitAsync();
    }

    public int ProcessId { get; }

    /// <summary>
    /// What is known of its end, but for what the kernel counts, its last lines, and what its slots were running.
    /// </summary>
    public Task<(DeathFacts Facts, string LogTail, IReadOnlyList<SlotMark>? Marks)> Ended { get; }

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

        var place = request.Places.GetValueOrDefault(worker);
        foreach (var (name, value) in place?.Variables ?? FrozenDictionary<string, string>.Empty)
        {
            start.Environment[name] = value;
        }

        MemoryGuard.Prepare(start, request.MemoryLimit);
        var marks = SlotMarksFile.TryMake(request.SlotsPerWorker);
        if (marks is not null)
        {
            start.ArgumentList.Add("--marks");
            start.ArgumentList.Add(marks.Path);
        }

        try
        {
            var process = Affinity.Start(start, place?.Processors ?? "");
            var temporary = start.Environment.TryGetValue("TMPDIR", out var folder) ? folder : null;
            return new SiloProcess(
                process, new SiloOutput(worker, logger), marks, DiagnosticFiles.Of(process.Id, temporary),
                request.MemoryLimit);
        }
        catch (Win32Exception e)
        {
            marks?.Dispose();
            throw new LaunchException($"Worker {worker} could not be started: {program.Host}: {e.Message}", e)
            {
                Command = $"{program.Host} {string.Join(' ', start.ArgumentList)}",
            };
        }
    }

    /// <summary>Waits for the end for that long, then ends the process by force.</summary>
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
            _wasForced = true;
            _process.Kill();
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
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A silo that died at once has closed the pipe; its end is reported as any other.
        }
    }

    /// <summary>Disposing of a process leaves those open that were asked for: until they are collected.</summary>
    private void ClosePipes()
    {
        _process.StandardInput.BaseStream.Dispose();
        _process.StandardOutput.BaseStream.Dispose();
        _process.StandardError.BaseStream.Dispose();
    }

    private async Task<(DeathFacts Facts, string LogTail, IReadOnlyList<SlotMark>? Marks)> WaitAsync()
    {
        _output.Read(_process.StandardOutput, _process.StandardError);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        ProcessGroup.End(ProcessId);
        await _output.EndAsync().ConfigureAwait(false);
        _memory?.Dispose();
        var facts = new DeathFacts(_process.ExitCode, _output.Words, _wasForced, _memory?.Over);
        ClosePipes();
        _process.Dispose();
        _diagnostics.Delete();
        var marks = _marks?.Read();
        _marks?.Dispose();
        return (facts, _output.Tail, marks);
    }
}
