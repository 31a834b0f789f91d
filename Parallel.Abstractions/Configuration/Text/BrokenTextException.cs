namespace ParallelCompute.Configuration;

/// <summary>Ends the reading of a text that cannot be understood from some line on.</summary>
internal sealed class BrokenTextException(int line, string message) : Exception(message)
{
    internal int Line { get; } = line;
}
