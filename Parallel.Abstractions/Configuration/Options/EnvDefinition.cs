namespace ParallelCompute.Configuration;

/// <summary>One env that a configuration can name.</summary>
/// <param name="Name">The name in a file.</param>
/// <param name="Available">Whether this version has it.</param>
internal sealed record EnvDefinition(string Name, bool Available)
{
    /// <summary>Stands for a name that nobody knows: of its options the common ones can still be checked.</summary>
    internal static EnvDefinition Unknown(string name) => new(name, true) { DefaultWorkers = () => 1 };

    /// <summary>Options that this env has besides the common ones.</summary>
    internal IReadOnlyList<OptionDefinition> Own { get; init; } = [];

    /// <summary>Number of workers where none is given; null: it must be given.</summary>
    internal Func<int>? DefaultWorkers { get; init; }

    internal IEnumerable<OptionDefinition> Options => CommonOptions.All.Concat(Own);

    internal OptionDefinition? FindOption(string name) => Options.FirstOrDefault(o => o.Name == name);
}
