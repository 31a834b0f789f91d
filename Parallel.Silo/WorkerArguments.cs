using System.Globalization;

namespace ParallelCompute.Silo;

/// <summary>The command line of a worker.</summary>
/// <param name="Id">The worker's id.</param>
/// <param name="Slots">Threads that run items.</param>
/// <param name="Credentials">The file with the join ticket; null: it is read from standard input.</param>
internal sealed record WorkerArguments(string Id, int Slots, string? Credentials)
{
    public const string Usage =
        """
        usage: parallel-silo worker ID SLOTS [--credentials FILE]
        Without FILE, the join ticket is read from standard input, whose end is the end of the worker: launchers start
        this program so. With FILE, which the option credentials_file of a client has it write, the worker ends with its
        connection.
        """;

    public static WorkerArguments? Parse(string[] args) => args switch
    {
        ["worker", { Length: > 0 } id, var slots] => Create(id, slots, null),
        ["worker", { Length: > 0 } id, var slots, "--credentials", { Length: > 0 } file] => Create(id, slots, file),
        _ => null,
    };

    private static WorkerArguments? Create(string id, string slots, string? credentials) =>
        int.TryParse(slots, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? new WorkerArguments(id, count, credentials) : null;
}
