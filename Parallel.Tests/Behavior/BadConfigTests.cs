using System.Diagnostics;

namespace ParallelCompute.Tests.Behavior;

/// <summary>Configurations that cannot work: one clear error each, soon.</summary>
[Collection(Processes.Name)]
public sealed class BadConfigTests
{
    /// <summary>For errors that need no worker; about a second, and room for a slow machine.</summary>
    private static readonly TimeSpan Quickly = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("env: locla", "Unknown env: locla")]
    [InlineData("n_workers: 0", "n_workers")]
    [InlineData("n_workers: -3", "-3")]
    [InlineData("options: { thread_per_worker: 2 }", "threads_per_worker")]
    public async Task A_faulty_configuration_is_refused_before_anything_starts(string text, string message)
    {
        var refused = await RefusedAsync<ConfigException>(() => Task.FromResult(ParallelConfig.Parse(text)));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_cluster_of_no_workers_is_refused(int workers)
    {
        var refused = await RefusedAsync<ConfigException>(
            () => ParallelCluster.GetClientAsync(new ParallelConfig { NWorkers = workers }));
        Assert.Contains("n_workers", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"{workers}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_env_is_refused_with_the_nearest_one()
    {
        var refused = await RefusedAsync<ConfigException>(
            () => ParallelCluster.GetClientAsync(new ParallelConfig { Env = "locale" }));
        Assert.StartsWith("Unknown env: locale", refused.Message, StringComparison.Ordinal);
        Assert.Contains("local", refused.Message["Unknown env: locale".Length..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_sets_no_configuration_is_told_to()
    {
        using var program = new HelperProcess(AppContext.BaseDirectory, "unset");
        var (code, output) = await program.EndAsync();
        Assert.Equal(1, code);
        Assert.StartsWith("ConfigException: ", output, StringComparison.Ordinal);
        Assert.Contains("SetParallel", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_local_directory_below_a_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "");
        await AssertDirectoryRefusedAsync(Path.Combine(file, "below"));
    }

    [Fact]
    public async Task A_local_directory_that_cannot_be_made_is_refused() =>
        await AssertDirectoryRefusedAsync("/proc/x");

    [Fact]
    public async Task A_local_directory_with_too_long_a_path_is_refused()
    {
        using var folder = new TemporaryFolder();
        var refused = await AssertDirectoryRefusedAsync(Path.Combine(folder.Path, new string('x', 100)));
        Assert.Contains("107", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_worker_program_is_named()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            File.CreateSymbolicLink(Path.Combine(folder.Path, Path.GetFileName(file)), file);
        }

        // The host follows links to the program itself.
        var program = Path.Combine(folder.Path, "Parallel.Tests.dll");
        File.Delete(program);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Parallel.Tests.dll"), program);
        using var process = new HelperProcess(folder.Path, "map", "missing");
        var (code, output) = await process.EndAsync();
        Assert.Equal(1, code);
        Assert.StartsWith("LaunchException: The worker program ", output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(folder.Path, "parallel-silo"), output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workers_that_die_at_their_start_are_reported_with_what_they_wrote()
    {
        var config = SharedCluster.Config();
        config.Options["environment"] = new Dictionary<string, object?>
        {
            ["DOTNET_STARTUP_HOOKS"] = "/nowhere/hook.dll",
        };
        var mark = Guid.NewGuid().ToString("N");
        var failed = await Assert.ThrowsAsync<LaunchException>(
            () => ParallelCluster.GetClientAsync(SiloProcesses.Marked(config, mark)).Soon());
        Assert.Contains("hook.dll", failed.Output, StringComparison.Ordinal);
        Assert.Contains("hook.dll", failed.Message, StringComparison.Ordinal);
        Assert.Contains("exit code", failed.Message, StringComparison.Ordinal);
        Assert.Empty(SiloProcesses.Of(mark));
    }

    [Fact]
    public async Task A_setup_that_ends_its_process_is_not_tried_forever()
    {
        var mark = Guid.NewGuid().ToString("N");
        var failed = await Assert.ThrowsAsync<LaunchException>(() => ParallelCluster.GetClientAsync(
            SiloProcesses.Marked(SharedCluster.Config(1), mark),
            () =>
            {
                Console.Error.WriteLine("no license");
                Environment.Exit(5);
                return new { never = true };
            }).Soon());
        Assert.Contains("exit code 5", failed.Message, StringComparison.Ordinal);
        Assert.Contains("no license", failed.Output, StringComparison.Ordinal);
        Assert.Empty(SiloProcesses.Of(mark));
    }

    [Fact]
    public async Task A_setup_that_can_never_work_is_refused_before_workers_start()
    {
        // A cluster with this folder cannot start: any other error comes first.
        var config = new ParallelConfig { Options = { ["local_directory"] = "/proc/x" } };
        await RefusedAsync<SetupException>(() => ParallelCluster.GetClientAsync(config, () => 5));
        await RefusedAsync<SetupException>(() => ParallelCluster.GetClientAsync(config, (int x) => new { x }));
        var reader = new StringReader("");
        await RefusedAsync<ShippingException>(() => ParallelCluster.GetClientAsync(config, () => new { reader }));
    }

    private static async Task<LaunchException> AssertDirectoryRefusedAsync(string folder)
    {
        var config = new ParallelConfig { NWorkers = 1, Options = { ["local_directory"] = folder } };
        var refused = await RefusedAsync<LaunchException>(() => ParallelCluster.GetClientAsync(config));
        Assert.Contains(folder, refused.Message, StringComparison.Ordinal);
        Assert.Contains("local_directory", refused.Message, StringComparison.Ordinal);
        return refused;
    }

    private static async Task<T> RefusedAsync<T>(Func<Task> call)
        where T : Exception
    {
        var began = Stopwatch.GetTimestamp();
        var refused = await Assert.ThrowsAsync<T>(() => call().Soon());
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, Quickly);
        return refused;
    }
}
