using System.Runtime.CompilerServices;
using Spectre.Console;

namespace ParallelCompute.Reporting;

/// <summary>Shows progress on standard error: bars on a terminal, lines elsewhere.</summary>
/// <remarks>Standard output belongs to the program.</remarks>
internal static class ProgressOutput
{
    private static readonly Lazy<ProgressBars> Bars = new(CreateBars);

#pragma warning disable RS0030 // Shown only where the caller has asked for it.
    public static IProgress<RunProgress> Show() => Console.IsErrorRedirected || IsDumb
        ? new ProgressLines(Console.Error, TimeProvider.System) : AddBar();

    private static bool IsDumb => Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";

    // By itself, so that the library for terminals is loaded only where it is used.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ProgressBar AddBar() => Bars.Value.Add();

    private static ProgressBars CreateBars() => new(AnsiConsole.Create(
        new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }));
#pragma warning restore RS0030
}
