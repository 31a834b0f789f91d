namespace ParallelCompute.Configuration;

/// <summary>The unit in which an LSF cluster counts memory; it is a setting of the cluster.</summary>
internal static class LsfUnits
{
    private const string Default = "kb";

    /// <summary>What this machine's lsf.conf says.</summary>
    internal static string OfThisMachine()
    {
        var folder = Environment.GetEnvironmentVariable("LSF_ENVDIR")
            ?? Environment.GetEnvironmentVariable("LSF_CONFDIR") ?? "/etc";
        try
        {
            return Read(File.ReadAllText(Path.Combine(folder, "lsf.conf")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The system's own default, as where the file does not set it.
            return Default;
        }
    }

    /// <summary>The last line counts, if it is no comment; of its value the first letter.</summary>
    internal static string Read(string file)
    {
        var values = file.Split('\n').Where(line => line.StartsWith("LSF_UNIT_FOR_LIMITS", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf('=') + 1)..].Trim(' ', '\t', '\r', '"', '\''));
        return values.LastOrDefault() is [var letter, ..] && BatchKinds.LsfUnits.Read($"{letter}") is not null
            ? $"{char.ToLowerInvariant(letter)}b" : Default;
    }
}
