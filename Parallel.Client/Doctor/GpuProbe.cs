using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Devices;
using ParallelCompute.Launchers.Gpu;
using ParallelCompute.Launching;

namespace ParallelCompute.Doctor;

/// <summary>This machine and its GPUs, for workers that have one each.</summary>
internal sealed class GpuProbe(ClusterSettings settings) : IProbe
{
    private readonly LocalProbe _machine = new(settings);

    public IReadOnlyList<string> Nodes => _machine.Nodes;

    public string? Shared => _machine.Shared;

    public async Task<IReadOnlyList<DoctorFinding>> ExamineSystemAsync(CancellationToken cancellationToken)
    {
        var machine = await _machine.ExamineSystemAsync(cancellationToken).ConfigureAwait(false);
        return machine.All(f => f.IsFine)
            ? [.. machine, .. await GpusAsync(cancellationToken).ConfigureAwait(false)] : machine;
    }

    public IReadOnlyList<string> Folders(string node) => _machine.Folders(node);

    public Task<NodeAnswer> RunAsync(
        string node, IReadOnlyList<string> arguments, JoinTicket ticket, CancellationToken cancellationToken) =>
        _machine.RunAsync(node, arguments, ticket, cancellationToken);

    public ValueTask DisposeAsync() => _machine.DisposeAsync();

    private async Task<IReadOnlyList<DoctorFinding>> GpusAsync(CancellationToken cancellationToken)
    {
        try
        {
            var report = await UsableGpus.AskAsync(cancellationToken).ConfigureAwait(false);
            var usable = UsableGpus.Choose(settings, report, NullLogger.Instance);
            GpuCount.Settle(settings, usable, NullLogger.Instance);
            return [.. report.Gpus.Select(g => new DoctorFinding("GPU", "", true, Show(g, usable)))];
        }
        catch (Exception e) when (e is ConfigException or LaunchException)
        {
            return [new DoctorFinding("GPU", "", false, e.Message)];
        }
    }

    /// <summary>One that is left out is no fault: there are others for the workers.</summary>
    private static string Show(Gpu gpu, UsableGpus usable) => usable.Gpus.Contains(gpu) ? $"{gpu}"
        : gpu.Fault is null ? $"{gpu}: left out, {VisibleGpus.Variable} does not name it" : $"left out: {gpu}";
}
