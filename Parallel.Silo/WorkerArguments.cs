using System.Globalization;

namespace ParallelCompute.Silo;

/// <summary>The command line of a worker.</summary>
/// <param name="Id">The worker's id.</param>
/// <param name="Slots">Threads that run items.</param>
/// <param name="Credentials">The file with the join ticket; null: it is read from standard input.</param>
/// <param name="Marks">The guard's file for what the slots run; null for none.</param>
internal sealed record WorkerArguments(string Id, int Slots, string? Credentials, string? Marks)
{
    public const string Usage =
        """
        usage: parallel-silo worker ID SLOTS [--credentials FILE | --marks FILE]
        Without credentials, the join ticket is read from standard input, whose end is the end of the worker: launchers
        start this program so, with a FILE in which they see what its slots run. With credentials, which the option
        credentials_file of a client has it write, the worker ends with its connection.
        """;

    public static WorkerArguments? Parse(string[] args) => args switch
    {
        ["worker", { Length: > 0 } id, var slots] => Create(id, slots),
        ["worker", { Length: > 0 } id, var slots, "--credentials", { Length: > 0 } file] =>
            Create(id, slots, credentials: file),
        ["worker", { Length: > 0 } id, var slots, "--marks", { Length: > 0 } file] => Create(id, slots, marks: file),
        _ => null,
    };

    private static WorkerArguments? Create(
        string id, string slots, string? credentials = null, string? marks = null) =>
        int.TryParse(slots, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? new WorkerArguments(id, count, credentials, marks) : null;
}
