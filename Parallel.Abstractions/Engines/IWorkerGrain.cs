using ParallelCompute.Wire;

namespace ParallelCompute.Engines;

/// <summary>The actor of one silo, as the dispatcher sees it: it keeps the environments and runs batches.</summary>
/// <remarks>
/// Messages are one-way and arrive in the order sent; answers come to <see cref="ITaskDispatcherGrain"/>.
/// </remarks>
public interface IWorkerGrain
{
    /// <summary>Hands the worker a message; returns at once.</summary>
    /// <param name="message">The message.</param>
    /// <param name="payload">Encoded items, for a batch; must not change afterwards.</param>
    void Receive(ToWorker message, ReadOnlyMemory<byte> payload);
}
