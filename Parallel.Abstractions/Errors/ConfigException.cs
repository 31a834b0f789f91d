namespace ParallelCompute;

/// <summary>A configuration is wrong or missing. All faults found are reported together.</summary>
public sealed class ConfigException : ParallelException
{
    /// <summary>Creates the error for one fault.</summary>
    public ConfigException(string message)
        : base(message) => Faults = [message];

    /// <summary>Creates the error for one fault with its cause.</summary>
    public ConfigException(string message, Exception? innerException)
        : base(message, innerException) => Faults = [message];

    /// <summary>Creates the error for all faults of one configuration.</summary>
    /// <param name="faults">At least one sentence, each naming the key, its value and what to write instead.</param>
    public ConfigException(IReadOnlyList<string> faults)
        : base(Describe(faults)) => Faults = faults;

    /// <summary>Every fault, one sentence each.</summary>
    public IReadOnlyList<string> Faults { get; }

    private static string Describe(IReadOnlyList<string> faults) => faults.Count == 1
        ? faults[0]
        : $"The configuration has {faults.Count} faults:{string.Concat(faults.Select(f => "\n  - " + f))}";
}
