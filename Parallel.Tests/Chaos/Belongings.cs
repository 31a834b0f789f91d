namespace ParallelCompute.Tests.Chaos;

/// <summary>What this process holds of the kernel, but for what the runtime keeps for itself.</summary>
/// <param name="Sockets">Open sockets.</param>
/// <param name="Pipes">Ends of pipes.</param>
/// <param name="Threads">The names of threads that are none of the runtime's pool.</param>
internal sealed record Belongings(int Sockets, int Pipes, IReadOnlyList<string> Threads)
{
    public static Belongings Now()
    {
        string[] descriptors = [.. Directory.GetFileSystemEntries("/proc/self/fd")
            .Select(d => new FileInfo(d).LinkTarget ?? "")];
        return new Belongings(
            descriptors.Count(d => d.StartsWith("socket:", StringComparison.Ordinal)),
            descriptors.Count(d => d.StartsWith("pipe:", StringComparison.Ordinal)),
            // Those of the pool, its timers and its compiler come and go as it likes.
            [.. Directory.GetDirectories("/proc/self/task").Select(NameOf)
                .Where(n => !n.StartsWith(".NET T", StringComparison.Ordinal)).Order()]);
    }

    public override string ToString() => $"{Sockets} sockets, {Pipes} pipes, threads {string.Join(", ", Threads)}";

    /// <summary>Whether nothing is held that was not held before.</summary>
    public bool IsWithin(Belongings before) =>
        Sockets <= before.Sockets && Pipes <= before.Pipes && Threads.Count <= before.Threads.Count;

    private static string NameOf(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "comm")).TrimEnd();
        }
        catch (IOException)
        {
            return ".NET T: it has ended meanwhile";
        }
    }
}
