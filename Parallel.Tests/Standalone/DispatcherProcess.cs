using System.Diagnostics;
using ParallelCompute.Runtime.Guarding;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Standalone;

/// <summary>A running <c>parallel-silo dispatcher</c>, which can be killed and started again.</summary>
internal sealed class DispatcherProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _options;
    private Process? _process;

    /// <param name="options">Each <c>name=value</c>.</param>
    public DispatcherProcess(params string[] options)
    {
        File = Path.Combine(_folder.Path, "credentials");
        _options = options;
    }

    /// <summary>The credentials file.</summary>
    public string File { get; }

    /// <summary>Starts it and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        var program = SiloProgram.Find();
        _process = Process.Start(new ProcessStartInfo(
            program.Host,
            [program.Assembly, "dispatcher", File, $"local_directory={_folder.Path}", .. _options])
        {
            RedirectStandardOutput = true,
        })!;
        var line = await _process.StandardOutput.ReadLineAsync().Soon();
        Assert.Equal($"The dispatcher is ready: {File}", line);
    }

    /// <summary>Starts a worker by hand, which joins it.</summary>
    public Process StartWorker(string id, int slots = 1)
    {
        var program = SiloProgram.Find();
        return Process.Start(
            program.Host, [program.Assembly, "worker", id, $"{slots}", "--credentials", File]);
    }

    /// <summary>Starts one that is to refuse; returns its exit code and what it says.</summary>
    public static async Task<(int ExitCode, string Errors)> FailAsync(string file, params string[] options)
    {
        var program = SiloProgram.Find();
        using var process = Process.Start(new ProcessStartInfo(
            program.Host, [program.Assembly, "dispatcher", file, .. options])
        {
            RedirectStandardError = true,
        })!;
        var errors = await process.StandardError.ReadToEndAsync().Soon();
        await process.WaitForExitAsync().Soon();
        return (process.ExitCode, errors);
    }

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().Soon();
    }

    /// <summary>Ends it by SIGTERM.</summary>
    public async Task<int> EndAsync()
    {
        using var kill = Process.Start("kill", [$"{_process!.Id}"]);
        await _process.WaitForExitAsync().Soon();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await EndAsync();
        }

        _process?.Dispose();
        _folder.Dispose();
    }
}
