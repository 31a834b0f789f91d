using ParallelCompute.Tests.Architecture;

namespace ParallelCompute.Tests.Packaging;

/// <summary>The packages of this build in a folder outside the repository, with a package cache of its own.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parallel-packages-");

    private string Feed => Path.Combine(_folder.FullName, "feed");

    /// <summary>
    /// Variables for commands that restore, so that they never see an older package of the same version.
    /// </summary>
    internal Dictionary<string, string> Variables => new()
    {
        ["NUGET_PACKAGES"] = Path.Combine(_folder.FullName, "cache"),
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    };

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Feed);
        await PackAsync("Parallel.Client");
        await PackAsync("Parallel.Cli");
        // Beside the sources that the machine is set up with.
        File.WriteAllText(Path.Combine(_folder.FullName, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="this build" value="{Feed}" />
              </packageSources>
            </configuration>
            """);
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    internal string Package(string id) => Directory.EnumerateFiles(Feed, $"{id}.*.nupkg").Single();

    internal string Version(string id) => Path.GetFileNameWithoutExtension(Package(id))[(id.Length + 1)..];

    internal string CreateFolder(string name) => _folder.CreateSubdirectory(name).FullName;

    private Task<string> PackAsync(string project) => Dotnet.RunAsync(
        Repository.Root,
        ["pack", project, "--no-build", "-c", Repository.Configuration, "-o", Feed, .. Dotnet.NoServers]);
}
