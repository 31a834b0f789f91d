using System.Diagnostics;
using ParallelCompute.Tests.Architecture;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Devices;

/// <summary>
/// Libraries in the place of NVIDIA's, written in C and built here, that the processes started meanwhile find.
/// </summary>
/// <remarks>This process cannot: the loader reads its path when a process begins.</remarks>
internal sealed class StubDriver : IDisposable
{
    public const string Nvml = "libnvidia-ml.so.1";
    public const string Cuda = "libcuda.so.1";

    private static readonly string[] Variables =
        ["LD_LIBRARY_PATH", "STUB_GPUS", "STUB_LOG", "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES"];

    private readonly TemporaryFolder _folder = new();
    private readonly string?[] _before = [.. Variables.Select(Environment.GetEnvironmentVariable)];

    /// <param name="gpus">The devices, as Stub/stub.h tells them.</param>
    /// <param name="libraries">Those that are there; none given: both.</param>
    public StubDriver(string gpus, params string[] libraries)
    {
        foreach (var library in libraries.Length == 0 ? [Nvml, Cuda] : libraries)
        {
            Build(library, library == Nvml ? "nvml.c" : "cuda.c");
        }

        Log = Path.Combine(_folder.Path, "log");
        foreach (var variable in Variables)
        {
            Environment.SetEnvironmentVariable(variable, null);
        }

        Environment.SetEnvironmentVariable("LD_LIBRARY_PATH", _folder.Path);
        Environment.SetEnvironmentVariable("STUB_GPUS", gpus);
        Environment.SetEnvironmentVariable("STUB_LOG", Log);
    }

    /// <summary>Where CUDA's stub tells what was left when a context was released.</summary>
    public string Log { get; }

    /// <summary>Skips a test where there is no compiler.</summary>
    public static void Need() => Component.Need(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Any(f => File.Exists(Path.Combine(f, "gcc"))), "gcc");

    /// <summary>The UUID of a whole GPU.</summary>
    public static string Gpu(int index) => $"GPU-{index:d8}-0000-4000-8000-000000000000";

    /// <summary>The UUID of an instance, from 1 on.</summary>
    public static string Instance(int index, int instance) => $"MIG-{index:d8}-{instance:d4}-4000-8000-000000000000";

    public void Dispose()
    {
        for (var i = 0; i < Variables.Length; i++)
        {
            Environment.SetEnvironmentVariable(Variables[i], _before[i]);
        }

        _folder.Dispose();
    }

    private void Build(string library, string source)
    {
        using var gcc = Process.Start(new ProcessStartInfo("gcc",
            ["-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-o", Path.Combine(_folder.Path, library),
             Repository.Combine("Parallel.Tests", "Devices", "Stub", source)]) { RedirectStandardError = true })!;
        var errors = gcc.StandardError.ReadToEnd();
        gcc.WaitForExit();
        Assert.True(gcc.ExitCode == 0, errors);
    }
}
