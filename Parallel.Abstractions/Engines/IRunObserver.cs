using ParallelCompute.Wire;

namespace ParallelCompute.Engines;

/// <summary>
/// The client's end of a run. Called in the dispatcher's turn: it must return at once and run no user code.
/// </summary>
public interface IRunObserver
{
    /// <summary>Credit: the client may feed items up to this index (exclusive).</summary>
    /// <param name="feedUpTo">Grows only.</param>
    /// <param name="batch">About how many items the dispatcher would like to have in a block.</param>
    /// <param name="hungry">Workers idle: feed what there is at once, and each item as it comes.</param>
    void Wanted(long feedUpTo, int batch, bool hungry);

    /// <summary>Outcomes of items; each index is reported once in a run's life.</summary>
    /// <param name="range">Which items, and the failures among them.</param>
    /// <param name="payload">Results of the others; the observer may keep it.</param>
    /// <param name="skip">Leading items of the range that had an outcome before; to be left out.</param>
    /// <param name="take">Items after those that count.</param>
    /// <param name="worker">The worker that ran them.</param>
    /// <param name="attempt">1 for the first.</param>
    void Completed(RangeDone range, ReadOnlyMemory<byte> payload, int skip, int take, string worker, int attempt);

    /// <summary>An item was given up: workers died of it, or its worker had to be killed to end it.</summary>
    /// <param name="index">The item.</param>
    /// <param name="worker">The last worker that ran it.</param>
    /// <param name="error">Why.</param>
    void GaveUp(long index, string worker, ParallelException error);

    /// <summary>Nothing more will come: all items have an outcome, or the run failed or was canceled.</summary>
    /// <param name="error">Why the run failed as a whole; null when it is complete or was canceled.</param>
    void Ended(Failure? error);
}
