using System.Globalization;

namespace ParallelCompute.Silo;

/// <summary>The command line of a guard.</summary>
/// <param name="Workers">The ids of its workers.</param>
/// <param name="Slots">Threads that run items in each.</param>
internal sealed record GuardArguments(IReadOnlyList<string> Workers, int Slots)
{
    public const string Usage =
        """
        usage: parallel-silo guard ID[,ID...] SLOTS [OPTION]...
        Starts a worker process for each ID on this machine, tells why one died and starts it anew.
          --credentials FILE     the join ticket; otherwise the first line of standard input, whose end is then the
                                 end of the guard and its workers. Behind the ticket, a line `leave ID SECONDS` has
                                 a worker leave the cluster within that time
          --report output        tells on standard output, for the launcher that reads it, what becomes of the workers
                                 and what they write; otherwise the cluster is told of each death, and what they write
                                 goes to standard output and standard error
          --memory-limit BYTES   ends a worker that uses more
          --grace SECONDS        after SIGTERM the workers leave the cluster within that time (10), then by force
          --allowed-failures N   gives a worker up that died so many times in a row before it was ready (3)
          --no-nanny             gives a worker up that died
        The exit code is 0 where all workers were told to end and did, 1 where one was given up.
        """;

    /// <summary>The file with the join ticket; null: it is read from standard input.</summary>
    public string? Credentials { get; private set; }

    /// <summary>Whether a launcher reads standard output.</summary>
    public bool Reports { get; private set; }

    public long? MemoryLimit { get; private set; }

    public TimeSpan Grace { get; private set; } = TimeSpan.FromSeconds(10);

    public int AllowedFailures { get; private set; } = 3;

    public bool Nanny { get; private set; } = true;

    public static GuardArguments? Parse(string[] args)
    {
        if (args is not ["guard", { Length: > 0 } ids, var slots, .. var options] || Number(slots) is not { } count)
        {
            return null;
        }

        var workers = ids.Split(',');
        var parsed = new GuardArguments(workers, (int)count);
        return workers.All(w => w.Length > 0) && workers.Distinct(StringComparer.Ordinal).Count() == workers.Length &&
            count <= int.MaxValue && parsed.Take(options) ? parsed : null;
    }

    private bool Take(string[] options)
    {
        for (var i = 0; i < options.Length; i++)
        {
            if (options[i] == "--no-nanny")
            {
                Nanny = false;
            }
            else if (++i == options.Length || !Take(options[i - 1], options[i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool Take(string option, string value)
    {
        switch (option)
        {
            case "--credentials" when value.Length > 0:
                Credentials = value;
                return true;
            case "--report" when value == "output":
                Reports = true;
                return true;
            case "--memory-limit" when Number(value) is { } bytes:
                MemoryLimit = bytes;
                return true;
            case "--grace" when Number(value) is { } seconds and <= int.MaxValue / 1000:
                Grace = TimeSpan.FromSeconds(seconds);
                return true;
            case "--allowed-failures" when Number(value) is { } failures and <= int.MaxValue:
                AllowedFailures = (int)failures;
                return true;
            default:
                return false;
        }
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number : null;
}
