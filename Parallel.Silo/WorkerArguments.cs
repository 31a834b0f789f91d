using System.Globalization;

namespace ParallelCompute.Silo;

/// <summary>The command line of a worker: <c>parallel-silo worker ID SLOTS</c>, the ticket on standard input.</summary>
internal sealed record WorkerArguments(string Id, int Slots)
{
    public const string Usage =
        "usage: parallel-silo worker ID SLOTS\n" +
        "The join ticket is read from standard input; launchers start this program.";

    public static WorkerArguments? Parse(string[] args) =>
        args is ["worker", { Length: > 0 } id, var slots] &&
        int.TryParse(slots, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? new WorkerArguments(id, count) : null;
}
