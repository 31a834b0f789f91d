namespace ParallelCompute.Configuration;

/// <summary>One row of the table of options.</summary>
/// <param name="Name">The key in a file.</param>
/// <param name="Kind">What may be written.</param>
/// <param name="Default">The default as one would write it; null: unset.</param>
/// <param name="Description">Its meaning, for the documentation.</param>
internal sealed record OptionDefinition(string Name, OptionKind Kind, string? Default, string Description)
{
    /// <summary>Names that it had before; they are accepted with a warning.</summary>
    internal IReadOnlyList<string> OldNames { get; init; } = [];

    /// <summary>Another name that is as good.</summary>
    internal string? Alias { get; init; }

    internal bool IsCalled(string name) => Name == name || Alias == name || OldNames.Contains(name);

    internal object? DefaultValue => Default is null ? null : Kind.Read(Default);
}
