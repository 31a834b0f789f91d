namespace ParallelCompute.Cleanup;

/// <summary>The command line of a worker process.</summary>
/// <param name="Id">The worker's id.</param>
/// <param name="IsByHand">It joined by a credentials file: it has no guard, and ends with its connection.</param>
internal sealed record WorkerCommand(string Id, bool IsByHand)
{
    /// <summary>Null for any other program.</summary>
    public static WorkerCommand? Of(string[] line)
    {
        // At the most: dotnet exec parallel-silo.dll worker w1 1. Nowhere later, for others may speak of it.
        var role = Array.FindIndex(line, a => a == "worker");
        return role is >= 1 and <= 3 && role + 2 < line.Length &&
            Path.GetFileName(line[role - 1]) is "parallel-silo" or "parallel-silo.dll"
            ? new WorkerCommand(line[role + 1], line.Contains("--credentials")) : null;
    }
}
