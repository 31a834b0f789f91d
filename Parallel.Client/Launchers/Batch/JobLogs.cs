using System.Text.RegularExpressions;

namespace ParallelCompute.Launchers.Batch;

/// <summary>Where the output of jobs goes, for systems that name their files alike.</summary>
internal static partial class JobLogs
{
    private const string Plain = "_./+=@-";

    /// <summary>The folder as it stands in a directive.</summary>
    /// <returns>Null where there is none, or where the user's own directives say where the output goes.</returns>
    /// <exception cref="ConfigException">The system would read some character in it as something else.</exception>
    public static string? Folder(BatchJob job)
    {
        if (job.LogFolder is not { } folder || OfUser(job).Count > 0)
        {
            return null;
        }

        return folder.All(c => char.IsLetterOrDigit(c) || Plain.Contains(c)) ? folder.TrimEnd('/')
            : throw new ConfigException(
                $"The folder of the jobs' output, '{folder}', has characters that the batch system reads as " +
                $"something else. Set 'log_directory' to a path of letters, digits and {Plain}");
    }

    /// <summary>What the user's own directives name, with a star for each part that the system fills in.</summary>
    public static IReadOnlyList<string> OfUser(BatchJob job) =>
    [
        .. job.Options.ExtraDirectives.Select(d => Directive().Match(d)).Where(m => m.Success)
            .Select(m => Field().Replace(m.Groups["path"].Value.Trim().Trim('"', '\''), "*")),
    ];

    [GeneratedRegex(@"^\s*-(?:oo|eo|o|e|O|E)\s*(?<path>\S.*)$")]
    private static partial Regex Directive();

    [GeneratedRegex(@"%\w+%|%\w|\$\w+|\^\w+\^")]
    private static partial Regex Field();
}
