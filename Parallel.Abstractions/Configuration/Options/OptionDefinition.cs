namespace ParallelCompute.Configuration;

/// <summary>One row of the table of options.</summary>
/// <param name="Name">The key in a file.</param>
/// <param name="Kind">What may be written.</param>
/// <param name="Default">The default as one would write it; null: unset.</param>
/// <param name="Description">Its meaning, for the documentation.</param>
internal sealed record OptionDefinition(string Name, OptionKind Kind, string? Default, string Description)
{
    internal object? DefaultValue => Default is null ? null : Kind.Read(Default);
}
