namespace ParallelCompute.Launching;

/// <summary>Where on its machine a worker runs.</summary>
/// <param name="Variables">Environment variables for it alone.</param>
/// <param name="Processors">
/// The processors that it and what it starts may use, as Linux writes lists of them (<c>0-15,32-47</c>); empty: all.
/// </param>
public sealed record WorkerPlace(IReadOnlyDictionary<string, string> Variables, string Processors);
