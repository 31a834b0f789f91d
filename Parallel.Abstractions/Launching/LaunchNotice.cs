namespace ParallelCompute.Launching;

/// <summary>News about one silo from the system that runs it.</summary>
/// <param name="Worker">The worker's id.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Detail">The system's own words: a queue's reason, an exit code or signal.</param>
/// <param name="LogTail">The last lines of its output, once it has ended.</param>
/// <param name="Marks">
/// What its slots were running when it ended, none for those that were idle; null where that is not known.
/// </param>
/// <param name="Restarts">
/// It has ended, and its guard starts it anew under the same id: nobody else is to replace it.
/// </param>
public sealed record LaunchNotice(
    string Worker, LaunchState State, string Detail, string LogTail = "", IReadOnlyList<SlotMark>? Marks = null,
    bool Restarts = false);
