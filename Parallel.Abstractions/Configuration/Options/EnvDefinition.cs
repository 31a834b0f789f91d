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

    /// <summary>Whether its workers run on other machines: they are reached by TCP, on addresses that are not loopback.
    /// </summary>
    internal bool IsRemote { get; init; }

    /// <summary>
    /// Gives options that depend on others their values, once those are read; told which were written. Null: none does.
    /// </summary>
    internal Action<Dictionary<string, object?>, IReadOnlySet<string>>? Complete { get; init; }

    /// <summary>
    /// Whether, with these options, workers of other machines come by ways of the launcher's that end on this one;
    /// null: never.
    /// </summary>
    internal Func<IReadOnlyDictionary<string, object?>, bool>? DialsHome { get; init; }

    /// <summary>Finds the faults that are between options, once each has a value of its kind; null: none.</summary>
    internal Action<IReadOnlyDictionary<string, object?>, FaultList>? Check { get; init; }

    /// <summary>Number of workers where none is given; null: it must be given.</summary>
    internal Func<int>? DefaultWorkers { get; init; }

    internal IEnumerable<OptionDefinition> Options => CommonOptions.All.Concat(Own);

    internal OptionDefinition? FindOption(string name) => Options.FirstOrDefault(o => o.IsCalled(name));
}
