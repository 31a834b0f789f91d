using System.Globalization;

namespace ParallelCompute.Silo;

/// <summary>The command line of a worker.</summary>
/// <param name="Id">The worker's id.</param>
/// <param name="Slots">Threads that run items.</param>
internal sealed record WorkerArguments(string Id, int Slots)
{
    public const string Usage =
        """
        usage: parallel-silo worker ID SLOTS [--credentials FILE | --marks FILE] [--deadline SECONDS]
        Without credentials, the join ticket is read from standard input, whose end is the end of the worker: launchers
        start this program so, with a FILE in which they see what its slots run. With credentials, which the option
        credentials_file of a client has it write, the worker ends with its connection. A worker that will be ended,
        SECONDS since 1970, gets only what is likely to finish before.
        """;

    /// <summary>The file with the join ticket; null: it is read from standard input.</summary>
    public string? Credentials { get; private set; }

    /// <summary>The guard's file for what the slots run; null for none.</summary>
    public string? Marks { get; private set; }

    /// <summary>When the worker will be ended; null: that is not known.</summary>
    public DateTimeOffset? Deadline { get; private set; }

    public static WorkerArguments? Parse(string[] args)
    {
        if (args is not ["worker", { Length: > 0 } id, var slots, .. var options] || options.Length % 2 != 0 ||
            !int.TryParse(slots, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
        {
            return null;
        }

        var parsed = new WorkerArguments(id, count);
        return options.Chunk(2).All(o => parsed.Take(o[0], o[1])) &&
            (parsed.Credentials is null || parsed.Marks is null) ? parsed : null;
    }

    private bool Take(string option, string value)
    {
        switch (option)
        {
            case "--credentials" when value.Length > 0:
                Credentials = value;
                return true;
            case "--marks" when value.Length > 0:
                Marks = value;
                return true;
            case "--deadline" when
                long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) &&
                seconds <= GuardArguments.LastSecond:
                Deadline = DateTimeOffset.FromUnixTimeSeconds(seconds);
                return true;
            default:
                return false;
        }
    }
}
