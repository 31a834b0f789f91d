namespace ParallelCompute;

/// <summary>A name is both in the environment and in <c>arguments</c>; found before any item runs.</summary>
public sealed class ArgumentConflictException : ParallelException
{
    /// <summary>Creates the error for the names concerned.</summary>
    /// <param name="names">The names found on both sides.</param>
    public ArgumentConflictException(IReadOnlyList<string> names)
        : base($"Argument conflict: {{{string.Join(", ", names)}}} passed via both arguments and the environment. " +
               "Remove each name from one of them.") => Names = names;

    /// <summary>The names found on both sides.</summary>
    public IReadOnlyList<string> Names { get; }
}
