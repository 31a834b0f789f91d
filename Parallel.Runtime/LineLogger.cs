using Microsoft.Extensions.Logging;

namespace ParallelCompute.Runtime;

/// <summary>Writes one line per event to a text writer; for programs that configured no logging of their own.</summary>
/// <remarks>Safe for concurrent use when the writer is.</remarks>
public sealed class LineLogger(TextWriter writer, LogLevel least) : ILogger
{
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
