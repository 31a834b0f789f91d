using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using ParallelCompute.Launching;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>A running silo: its pipe, its output, its end.</summary>
public sealed class SiloProcess
{
    private readonly Lock _speaking = new();
    private readonly Process _process;
    private readonly string _worker;
    private readonly SiloOutput _output;
    private readonly Lazy<MemoryKills> _memoryKills;
    private volatile bool _wasForced;

    private readonly SlotMarksFile? _marks;
    private readonly DiagnosticFiles _diagnostics;
    private readonly MemoryGuard? _memory;

    private SiloProcess(
        Process process, SiloOrder order, SiloOutput output, SlotMarksFile? marks, DiagnosticFiles diagnostics,
        Lazy<MemoryKills> memoryKills)
    {
        (_process, _worker, _output) = (process, order.Worker, output);
        (_marks, _diagnostics, _memoryKills) = (marks, diagnostics, memoryKills);
        _memory = MemoryGuard.Start(process, order.MemoryLimit);
        ProcessId = process.Id;
        Ended = WaitAsync();
    }

    /// <summary>Its process.</summary>
    public int ProcessId { get; }

    /// <summary>Completes when it has ended, and what it started too.</summary>
    public Task<SiloEnd> Ended { get; }

    /// <exception cref="LaunchException">The process cannot be started.</exception>
    internal static SiloProcess Start(
        SiloProgram program, SiloOrder order, IOutputSink sink, Lazy<MemoryKills> memoryKills)
    {
        var start = new ProcessStartInfo(program.Host,
            [.. program.Arguments, "worker", order.Worker, order.Slots.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in order.Variables)
        {
            start.Environment[name] = value;
        }

        MemoryGuard.Prepare(start, order.MemoryLimit);
        var marks = SlotMarksFile.TryMake(order.Slots);
        if (marks is not null)
        {
            start.ArgumentList.Add("--marks");
            start.ArgumentList.Add(marks.Path);
        }

        try
        {
            var process = Process.Start(start)!;
            var temporary = start.Environment.TryGetValue("TMPDIR", out var folder) ? folder : null;
            return new SiloProcess(
                process, order, new SiloOutput(sink), marks, DiagnosticFiles.Of(process.Id, temporary), memoryKills);
        }
        catch (Win32Exception e)
        {
            marks?.Dispose();
            throw new LaunchException($"Worker {order.Worker} could not be started: {program.Host}: {e.Message}", e)
            {
                Command = $"{program.Host} {string.Join(' ', start.ArgumentList)}",
            };
        }
    }

    /// <summary>Waits for the end for that long, then ends the process by force.</summary>
    /// <param name="grace">How long.</param>
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
    /// <param name="ticket">The content of the join ticket.</param>
    public void Hand(string ticket) => Say(ticket);

    /// <summary>Has a silo that was handed its ticket leave its cluster, which gives it nothing more.</summary>
    /// <param name="within">When it is to be gone; it is not ended by force here.</param>
    public void Leave(TimeSpan within) => Say(GuardWords.Leave(within));

    private void Say(string line)
    {
        try
        {
            lock (_speaking)
            {
                _process.StandardInput.WriteLine(line);
                _process.StandardInput.Flush();
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // A silo that died has closed the pipe; its end is reported as any other.
        }
    }

    /// <summary>Disposing of a process leaves those open that were asked for: until they are collected.</summary>
    private void ClosePipes()
    {
        _process.StandardInput.BaseStream.Dispose();
        _process.StandardOutput.BaseStream.Dispose();
        _process.StandardError.BaseStream.Dispose();
    }

    private async Task<SiloEnd> WaitAsync()
    {
        _output.Read(_process.StandardOutput, _process.StandardError);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        ProcessGroup.End(ProcessId);
        await _output.EndAsync().ConfigureAwait(false);
        _memory?.Dispose();
        var facts = new DeathFacts(_process.ExitCode, _output.Words, _wasForced, _memory?.Over);
        if (facts is { ExitCode: DeathFacts.AfterKill, WasForced: false, OverLimit: null })
        {
            facts = facts with { MemoryKills = _memoryKills.Value.Claim() };
        }

        ClosePipes();
        _process.Dispose();
        _diagnostics.Delete();
        var notice = new LaunchNotice(
            _worker, LaunchState.Exited, CauseOfDeath.Tell(facts), _output.Tail, _marks?.Read());
        var wasReady = _marks?.WasReady() ?? false;
        _marks?.Dispose();
        return new SiloEnd(notice, facts.WasOrderly, wasReady);
    }
}
