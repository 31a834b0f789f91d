using Microsoft.Extensions.Logging;

namespace ParallelCompute.Runtime;

/// <summary>Writes one line per event to a text writer; for programs that configured no logging of their own.</summary>
/// <remarks>Safe for concurrent use when the writer is.</remarks>
public sealed class LineLogger(TextWriter writer, LogLevel least) : ILogger
{
    /// <summary>For programs that configured no logging: warnings that nobody sees help nobody.</summary>
    /// <param name="least">The least severe level that is written.</param>
#pragma warning disable RS0030 // The one place that writes to the console, and only until the program sets a logger.
    public static LineLogger ToStandardError(LogLevel least) => new(Console.Error, least);
#pragma warning restore RS0030

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            writer.WriteLine($"parallel {logLevel.ToString().ToLowerInvariant()}: {formatter(state, exception)}" +
                (exception is null ? "" : $"\n{exception}"));
        }
    }
}
