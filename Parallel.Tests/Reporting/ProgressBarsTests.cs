using ParallelCompute.Reporting;
using Spectre.Console;

namespace ParallelCompute.Tests.Reporting;

public sealed class ProgressBarsTests : IDisposable
{
    private readonly StringWriter _text = new();
    private readonly ProgressBars _bars;

    public ProgressBarsTests() => _bars = new ProgressBars(AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(_text),
    }));

    public void Dispose() => _text.Dispose();

    [Fact]
    public void Runs_at_the_same_time_have_a_bar_each_and_their_last_state_stays()
    {
        var (first, second) = (_bars.Add(), _bars.Add());
        first.Report(Progress(250, 1000));
        second.Report(Progress(7, null));
        first.Report(Progress(1000, 1000));
        first.Dispose();
        second.Report(Progress(70, null));
        second.Dispose();
        Assert.Contains("1,000 of 1,000 items (100 %)", _text.ToString(), StringComparison.Ordinal);
        Assert.Contains("70 items", _text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_after_the_last_one_has_a_bar_again()
    {
        for (var run = 1; run <= 3; run++)
        {
            var bar = _bars.Add();
            bar.Report(Progress(run, 10));
            bar.Dispose();
            Assert.Contains($"{run} of 10 items", _text.ToString(), StringComparison.Ordinal);
        }
    }

    private static RunProgress Progress(long done, long? total) => new()
    {
        Done = done, Failed = 0, Total = total, ItemsPerSecond = 10, Elapsed = TimeSpan.FromSeconds(1),
        Remaining = null, WorkersUp = 2,
    };
}
