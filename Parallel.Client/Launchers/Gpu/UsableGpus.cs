using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ParallelCompute.Devices;
using ParallelCompute.Runtime.Guarding;

namespace ParallelCompute.Launchers.Gpu;

/// <summary>The GPUs of this machine that workers can be given.</summary>
/// <param name="Gpus">One at least.</param>
internal sealed record UsableGpus(IReadOnlyList<Devices.Gpu> Gpus)
{
    /// <summary>A driver that was not loaded takes seconds for each GPU; one that takes longer hangs.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Finds those that the settings, or else the environment of this process, allow.</summary>
    /// <exception cref="ConfigException">There are none, or some that are asked for do not exist.</exception>
    /// <exception cref="LaunchException">The driver does not answer.</exception>
    public static async Task<UsableGpus> FindAsync(
        ClusterSettings settings, ILogger logger, CancellationToken cancellationToken)
    {
        var report = await AskAsync(cancellationToken).ConfigureAwait(false);
        return Choose(settings, report, logger);
    }

    /// <summary>Of those that were found, those that the settings, or else the environment, allow.</summary>
    /// <exception cref="ConfigException">There are none, or some that are asked for do not exist.</exception>
    internal static UsableGpus Choose(ClusterSettings settings, GpuReport report, ILogger logger)
    {
        var option = GpuSettings.Of(settings).Visible;
        var text = option ?? Environment.GetEnvironmentVariable(VisibleGpus.Variable);
        return Choose(report, text, isOption: option is not null, settings.NWorkers, logger);
    }

    internal static UsableGpus Choose(GpuReport report, string? text, bool isOption, int workers, ILogger logger)
    {
        var visible = VisibleGpus.Read(text, report.Gpus, oneInstance: false);
        if (visible.Ignored is { } entry && report.Gpus.Count > 0)
        {
            var what = $"'{entry}' in {VisibleGpus.Variable} ('{text}') names no GPU of this machine, more than one, " +
                $"or one that was named before. There are:{Lines(report.Describe())}";
            if (isOption)
            {
                throw new ConfigException($"Option {what}");
            }

            logger.LogWarning("{What}\nAs in CUDA, it is ignored with all that follows.", what);
        }

        foreach (var gpu in visible.Gpus.Where(g => g.Fault is not null))
        {
            logger.LogWarning("{Gpu}.", gpu);
        }

        List<Devices.Gpu> usable = [.. visible.Gpus.Where(g => g.Fault is null)];
        return usable.Count > 0 ? new UsableGpus(usable) : throw new ConfigException(
            $"n_workers={(workers == ClusterSettings.OneForEachGpu ? "unset" : workers)} > num_gpus=0: " +
            "no GPU can be used." +
            (text is not null && report.Gpus.Count > 0 ? $" {VisibleGpus.Variable} is '{text}'." : "") +
            Lines(report.Describe()));
    }

    /// <summary>Has another process list all GPUs: this one might suffer from that.</summary>
    /// <exception cref="LaunchException">The driver does not answer.</exception>
    internal static async Task<GpuReport> AskAsync(CancellationToken cancellationToken)
    {
        var program = SiloProgram.Find();
        var start = new ProcessStartInfo(program.Host, [.. program.Arguments, "devices"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove(VisibleGpus.Variable);
        using var process = Start(start);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return Parse(await output.ConfigureAwait(false), await errors.ConfigureAwait(false), process.ExitCode);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed($"did not answer within {Limit.TotalSeconds} s; nvidia-smi may tell why", "");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new LaunchException($"The GPUs could not be counted: {start.FileName}: {e.Message}", e);
        }
    }

    private static GpuReport Parse(string output, string errors, int exitCode)
    {
        try
        {
            // A driver may have written lines of its own before.
            return exitCode == 0 ? GpuReport.Parse(output.TrimEnd().Split('\n')[^1])
                : throw Failed($"ended the process that asked it with exit code {exitCode}", errors);
        }
        catch (FormatException e)
        {
            throw Failed($"was asked, and the answer cannot be read ({e.Message})", output + errors);
        }
    }

    private static LaunchException Failed(string what, string output) =>
        new($"The GPUs could not be counted: NVIDIA's driver {what}." +
            (output.Length == 0 ? "" : $" Its output:\n{output}")) { Output = output };

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(l => $"\n  - {l}"));
}
