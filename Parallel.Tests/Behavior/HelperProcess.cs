using System.Diagnostics;

namespace ParallelCompute.Tests.Behavior;

/// <summary>A running <see cref="HelperProgram"/>.</summary>
internal sealed class HelperProcess : IDisposable
{
    private readonly Process _process;

    /// <param name="folder">Where the tests' assemblies are.</param>
    /// <param name="arguments">The role and what it takes.</param>
    public HelperProcess(string folder, params string[] arguments)
        : this(folder, [], arguments)
    {
    }

    /// <param name="folder">Where the tests' assemblies are.</param>
    /// <param name="host">Options for the .NET host.</param>
    /// <param name="arguments">The role and what it takes.</param>
    public HelperProcess(string folder, string[] host, string[] arguments)
    {
        var assembly = Path.Combine(folder, "Parallel.Tests.dll");
        _process = Process.Start(new ProcessStartInfo("dotnet", ["exec", .. host, assembly, .. arguments])
        {
            RedirectStandardOutput = true,
        })!;
    }

    public Task<string?> ReadLineAsync() => ReadLineAsync(Gate.Limit);

    public Task<string?> ReadLineAsync(TimeSpan within) => _process.StandardOutput.ReadLineAsync().WaitAsync(within);

    /// <summary>All that it still says until it ends.</summary>
    public async Task<(int ExitCode, string Output)> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync().Soon();
        await _process.WaitForExitAsync().Soon();
        return (_process.ExitCode, output);
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().Soon();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
