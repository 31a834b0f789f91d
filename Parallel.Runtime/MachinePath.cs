using System.Text.RegularExpressions;

namespace ParallelCompute.Runtime;

/// <summary>
/// A path that is not the same on every machine: <c>$NAME</c> in it is a variable of the one it is for.
/// </summary>
internal static partial class MachinePath
{
    /// <exception cref="LaunchException">A variable is not set here.</exception>
    public static string Expand(string path) => Variable().Replace(path, match =>
        Environment.GetEnvironmentVariable(match.Groups["name"].Value) is { Length: > 0 } value ? value
            : throw new LaunchException(
                $"Option 'local_directory' is '{path}', and {match.Value} is not set on {Environment.MachineName}. " +
                "Name a variable that every machine sets, or a path."));

    [GeneratedRegex(@"\$(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\})")]
    private static partial Regex Variable();
}
