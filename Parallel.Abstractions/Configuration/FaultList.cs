namespace ParallelCompute.Configuration;

/// <summary>
/// Collects the faults of one configuration, with the lines of its text where it has one, and its warnings.
/// </summary>
internal sealed class FaultList(string? file = null)
{
    private readonly List<(int Line, string Message)> _faults = [];
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly HashSet<string> _faulty = new(StringComparer.Ordinal);

    private readonly List<string> _warnings = [];

    internal bool Any => _faults.Count > 0;

    /// <summary>What works, but is not what its writer should write.</summary>
    internal IReadOnlyList<string> Warnings => _warnings;

    internal void Warn(string message) => _warnings.Add(message);

    /// <summary>Remembers where a key is written.</summary>
    internal void Locate(string key, int line) => _lines.TryAdd(key, line);

    /// <summary>Whether a fault of that key was reported, as the first of its keys.</summary>
    internal bool Has(string key) => _faulty.Contains(key);

    /// <summary>Reports a fault of the first of these keys that is written in the text.</summary>
    internal void Add(string message, params ReadOnlySpan<string> keys)
    {
        var line = 0;
        foreach (var key in keys)
        {
            _faulty.Add(key);
            if (_lines.TryGetValue(key, out line))
            {
                break;
            }
        }

        Add(message, line);
    }

    /// <summary>Reports a fault of a line; 0 where the configuration is not a text.</summary>
    internal void Add(string message, int line) => _faults.Add((line, message));

    /// <exception cref="ConfigException">There are faults; they come in the order of the text.</exception>
    internal void ThrowIfAny()
    {
        if (Any)
        {
            throw new ConfigException([.. _faults.OrderBy(f => f.Line).Select(f => Where(f.Line) + f.Message)]);
        }
    }

    private string Where(int line) => line == 0 ? "" : file is null ? $"line {line}: " : $"{file}:{line}: ";
}
