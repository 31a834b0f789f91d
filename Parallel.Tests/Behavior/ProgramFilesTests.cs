namespace ParallelCompute.Tests.Behavior;

/// <summary>Whole programs whose workers cannot simply read their files, or lack what they run on.</summary>
[Collection(Processes.Name)]
public sealed class ProgramFilesTests
{
    [Fact]
    public async Task A_program_whose_files_vanish_goes_on_also_on_workers_that_join_late()
    {
        using var folder = new TemporaryFolder();
        using var local = new TemporaryFolder();
        foreach (var file in Directory.GetFileSystemEntries(AppContext.BaseDirectory))
        {
            File.CreateSymbolicLink(Path.Combine(folder.Path, Path.GetFileName(file)), file);
        }

        // The host looks for a program's files beside the file itself, not beside a link to it.
        var program = Path.Combine(folder.Path, "Parallel.Tests.dll");
        File.Delete(program);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Parallel.Tests.dll"), program);
        using var process = new HelperProcess(folder.Path, "gone", local.Path);
        Assert.Equal((0, "4 w2\n"), await process.EndAsync());
        Assert.Empty(Directory.GetFiles(folder.Path));
        var store = Assert.Single(Directory.GetDirectories(local.Path));
        Assert.StartsWith("parallel-code-", Path.GetFileName(store), StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(store));
    }

    [SkippableFact]
    public async Task A_function_may_use_a_framework_that_only_its_program_has()
    {
        var shared = Path.GetFullPath(Path.Combine(
            Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "Microsoft.AspNetCore.App"));
        Component.Need(Directory.Exists(shared), "ASP.NET Core");
        using var folder = new TemporaryFolder();
        var config = Path.Combine(folder.Path, "web.runtimeconfig.json");
        var version = $"{Environment.Version.Major}.{Environment.Version.Minor}.0";
        File.WriteAllText(config, $$"""
            { "runtimeOptions": { "tfm": "net10.0", "frameworks": [
              { "name": "Microsoft.NETCore.App", "version": "{{version}}" },
              { "name": "Microsoft.AspNetCore.App", "version": "{{version}}" } ] } }
            """);
        using var process = new HelperProcess(AppContext.BaseDirectory, ["--runtimeconfig", config], ["web"]);
        Assert.Equal((0, "Microsoft.AspNetCore.Http.DefaultHttpContext\n"), await process.EndAsync());
    }
}
