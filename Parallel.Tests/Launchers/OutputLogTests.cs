using Microsoft.Extensions.Logging;
using ParallelCompute.Runtime.Guarding;
using ParallelCompute.Launching;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Tests.Connections;
using ParallelCompute.Tests.InMemory;

namespace ParallelCompute.Tests.Launchers;

public sealed class OutputLogTests
{
    private readonly VirtualTime _time = new();
    private readonly RecordedLog _log = new();

    [Fact]
    public void A_silo_that_says_that_it_ends_is_no_warning() =>
        Assert.Equal(LogLevel.Information, OutputLine.OfError(ExitWords.OfEnd("its dispatcher is gone")).Level);

    [Fact]
    public async Task Lines_keep_their_order_and_level()
    {
        var output = new OutputLog("w1", _log, _time);
        output.Write(OutputLine.OfOutput("one"));
        output.Write(OutputLine.OfError("two"));
        output.Write(OutputLine.OfError("parallel debug: three"));
        output.Write(OutputLine.OfError("parallel processing: four"));
        output.Complete();
        await output.Ended.Soon();
        Assert.Equal(
            ["Information: w1: one", "Warning: w1: two", "Debug: w1: three",
             "Warning: w1: parallel processing: four"], _log.Lines);
    }

    [Fact]
    public async Task Of_more_lines_than_anybody_reads_the_number_is_told()
    {
        var output = new OutputLog("w1", _log, _time);
        const int Lines = 1_500 + OutputLog.LinesPerSecond;
        for (var i = 1; i <= Lines; i++)
        {
            output.Write(OutputLine.OfOutput($"{i}"));
        }

        output.Complete();
        await output.Ended.Soon();
        var logged = _log.Lines;
        Assert.Equal("Information: w1: 1", logged[0]);
        Assert.InRange(logged.Length, 2, OutputLog.LinesPerSecond + 2);
        var told = logged.Where(l => l.Contains("lines more", StringComparison.Ordinal)).Sum(l => int.Parse(
            l.Split('…')[1].Split("lines")[0].Replace(",", "", StringComparison.Ordinal),
            System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Lines, told + logged.Count(l => !l.Contains("lines more", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_second_later_lines_are_logged_again()
    {
        var output = new OutputLog("w1", _log, _time);
        for (var i = 0; i < OutputLog.LinesPerSecond; i++)
        {
            output.Write(OutputLine.OfOutput("early"));
        }

        Assert.True(SpinWait.SpinUntil(() => _log.Lines.Length == OutputLog.LinesPerSecond, Gate.Limit));
        _time.Advance(TimeSpan.FromSeconds(1));
        output.Write(OutputLine.OfOutput("late"));
        output.Complete();
        await output.Ended.Soon();
        Assert.Equal("Information: w1: late", _log.Lines[^1]);
    }

    [Fact]
    public async Task A_logger_that_hangs_keeps_nobody_waiting_and_one_that_throws_is_borne()
    {
        var hanging = new HangingLog();
        var output = new OutputLog("w1", hanging, _time);
        for (var i = 0; i < 10_000; i++)
        {
            output.Write(OutputLine.OfOutput("x"));
        }

        output.Complete();
        Assert.False(output.Ended.IsCompleted);
        hanging.Go.Set();
        await output.Ended.Soon();
        Assert.True(hanging.Calls > 1);
    }

    private sealed class HangingLog : ILogger
    {
        public ManualResetEventSlim Go { get; } = new();

        public int Calls { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            Go.Wait();
            Calls++;
            throw new InvalidOperationException("a logger that fails");
        }
    }
}
