using Microsoft.Extensions.Logging;
using ParallelCompute.Launching;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>A line that a silo wrote.</summary>
/// <param name="Level">How it is logged.</param>
/// <param name="Text">The line.</param>
internal sealed record OutputLine(LogLevel Level, string Text)
{
    /// <summary>How the silo's own logger begins a line, before the level's name.</summary>
    private const string Own = "parallel ";

    private static readonly LogLevel[] Levels =
        [LogLevel.Trace, LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error, LogLevel.Critical];

    private static readonly string[] Beginnings = [.. Levels.Select(l => $"{Own}{$"{l}".ToLowerInvariant()}: ")];

    public static OutputLine OfOutput(string line) => new(LogLevel.Information, line);

    /// <summary>Lines of <see cref="WorkerContext.Logger"/> keep their level; a silo that ends by itself
    /// says so; others are warnings.</summary>
    public static OutputLine OfError(string line)
    {
        for (var i = 0; i < Levels.Length && line.StartsWith(Own, StringComparison.Ordinal); i++)
        {
            if (line.StartsWith(Beginnings[i], StringComparison.Ordinal))
            {
                return new OutputLine(Levels[i], line[Beginnings[i].Length..]);
            }
        }

        // Of an end that was not meant the cluster warns, with all that is known of it.
        return new OutputLine(ExitWords.IsEnd(line, out _) ? LogLevel.Information : LogLevel.Warning, line);
    }
}
