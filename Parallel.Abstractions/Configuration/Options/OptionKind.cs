namespace ParallelCompute.Configuration;

/// <summary>What may be written for an option.</summary>
/// <param name="Name">The kind's name in the documentation.</param>
/// <param name="Wanted">What to write, to complete the sentence "must be ...".</param>
/// <param name="Read">Turns what was written into a value; null when it is something else.</param>
internal sealed record OptionKind(string Name, string Wanted, Func<object, object?> Read)
{
    /// <summary>Unquoted scalars of a file stay text: 1.10 is not the number 1.1.</summary>
    internal bool KeepsText { get; init; }

    internal string Mismatch(string name, object? written) => $"{name} must be {Wanted}, not {Show.Value(written)}.";
}
