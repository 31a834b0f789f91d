using System.CommandLine;

namespace ParallelCompute.Cli.Jobs;

/// <summary>The option by which commands find clusters of batch jobs.</summary>
internal static class SharedFolder
{
    public static Option<string?> Create() => new("--shared-temp-directory")
    {
        Description = "The option shared_temp_directory of the clusters. Default: .parallel in the home folder.",
    };
}
