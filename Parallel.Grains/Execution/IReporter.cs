using ParallelCompute.Wire;

namespace ParallelCompute.Execution;

/// <summary>A worker's way to its dispatcher. Messages keep their order; any thread may call.</summary>
public interface IReporter
{
    /// <summary>Sends a message and returns; the payload must not change afterwards.</summary>
    void Say(ToDispatcher message, ReadOnlyMemory<byte> payload = default);
}
