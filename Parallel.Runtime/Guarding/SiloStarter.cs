using Microsoft.Extensions.Logging;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>Starts silos as processes of this machine, of which this one is the guard.</summary>
/// <remarks>
/// A silo's standard input is a pipe held open here; when this process dies, however it dies, so do its silos.
/// </remarks>
public sealed class SiloStarter
{
    private readonly SiloProgram _program;
    private readonly Func<string, IOutputSink> _sinks;
    private readonly Lazy<MemoryKills> _memoryKills = new(() => new MemoryKills());

    /// <summary>Starts silos whose output is logged.</summary>
    /// <param name="program">The silo.</param>
    /// <param name="logger">Gets their lines, those that people can read in the time.</param>
    public SiloStarter(SiloProgram program, ILogger logger)
        : this(program, worker => new OutputLog(worker, logger, TimeProvider.System))
    {
    }

    /// <param name="program">The silo.</param>
    /// <param name="sinks">Makes what gets a worker's lines.</param>
    internal SiloStarter(SiloProgram program, Func<string, IOutputSink> sinks) => (_program, _sinks) = (program, sinks);

    /// <summary>Starts a silo.</summary>
    /// <param name="order">Which one.</param>
    /// <exception cref="LaunchException">The process cannot be started.</exception>
    public SiloProcess Start(SiloOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var silo = SiloProcess.Start(_program, order, _sinks(order.Worker), _memoryKills);
        // The count begins with the first of them, while it boots.
        _ = _memoryKills.Value;
        return silo;
    }
}
