using System.Globalization;
using ParallelCompute.Devices;
using ParallelCompute.Launching;

namespace ParallelCompute.Launchers.Gpu;

/// <summary>Has another launcher start the workers, each on a GPU of its own and on the processors near it.</summary>
/// <remarks>
/// A worker sees its GPU alone: the driver reads <c>CUDA_VISIBLE_DEVICES</c> when code first uses CUDA, and that is set
/// before the process begins. By UUID: indices depend on an order that CUDA and nvidia-smi do not share.
/// </remarks>
internal sealed class GpuLauncher(ILauncher inner, ClusterSettings settings, UsableGpus gpus) : ILauncher
{
    private readonly GpuSettings _own = GpuSettings.Of(settings);
    private readonly GpuBoard _board = new(gpus.Gpus, GpuSettings.Of(settings).Each);

    /// <summary>Workers that leave take no longer to end, and then their GPUs are free.</summary>
    private readonly TimeSpan _limit = settings.CancelGrace + TimeSpan.FromSeconds(30);

    public void Check(int workers)
    {
        if (GpuCount.TooMany(workers, gpus.Gpus.Count, _own.Each) is { } excess)
        {
            throw new LaunchException($"{excess}: every worker of env {GpuSettings.Env} has a place on a GPU.");
        }
    }

    public async Task StartAsync(
        LaunchRequest request, Action<LaunchNotice> observe, CancellationToken cancellationToken)
    {
        try
        {
            var places = new Dictionary<string, WorkerPlace>(StringComparer.Ordinal);
            foreach (var worker in request.Workers)
            {
                places[worker] = PlaceOn(
                    await _board.TakeAsync(worker, _limit, cancellationToken).ConfigureAwait(false)
                    ?? throw new LaunchException($"No GPU was free for worker {worker} within " +
                        $"{_limit.TotalSeconds} s; held by: {_board.Holders}."));
            }

            await inner.StartAsync(request with { Places = places }, Observe, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // What it had started it has ended before it threw.
            foreach (var worker in request.Workers)
            {
                _board.Free(worker);
            }

            throw;
        }

        void Observe(LaunchNotice notice)
        {
            if (notice.State == LaunchState.Exited)
            {
                // First: whoever is told starts a replacement, which gets this one's GPU.
                _board.Free(notice.Worker);
            }

            observe(notice);
        }
    }

    public Task StopAsync(IReadOnlyList<string> workers, TimeSpan grace) => inner.StopAsync(workers, grace);

    public async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        _board.Dispose();
    }

    private WorkerPlace PlaceOn(Devices.Gpu gpu)
    {
        var variables = new Dictionary<string, string> { [VisibleGpus.Variable] = gpu.Uuid };
        if (_own.LimitOn(gpu) is { } limit)
        {
            variables[WorkerDevices.LimitVariable] = limit.ToString(CultureInfo.InvariantCulture);
        }

        return new WorkerPlace(variables, gpu.Processors);
    }
}
