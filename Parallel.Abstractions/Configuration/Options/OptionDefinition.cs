namespace ParallelCompute.Configuration;

/// <summary>One row of the table of options.</summary>
/// <param name="Name">The key in a file.</param>
/// <param name="Kind">What may be written.</param>
/// <param name="Default">The default as one would write it; null: unset.</param>
/// <param name="Description">Its meaning, for the documentation.</param>
internal sealed record OptionDefinition(string Name, OptionKind Kind, string? Default, string Description)
{
    /// <summary>The values that this version honors besides the default; null: all.</summary>
    internal IReadOnlyList<object>? Available { get; init; }

    internal object? DefaultValue => Default is null ? null : Kind.Read(Default);

    /// <summary>Whether this version would have to ignore the value; null: it could not be read.</summary>
    /// <remarks>Where only the default is honored, "remove it" helps more than how to write a value.</remarks>
    internal bool IsRefused(object? value) => Available is not null
        && (value is null ? Available.Count == 0 : !Equals(value, DefaultValue) && !Available.Contains(value));
}
