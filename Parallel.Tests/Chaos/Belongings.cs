namespace ParallelCompute.Tests.Chaos;

/// <summary>What this process holds of the kernel, but for what the runtime keeps for itself.</summary>
/// <param name="Sockets">Open sockets.</param>
/// <param name="Pipes">Ends of pipes.</param>
/// <param name="Threads">Threads that are none of the runtime's pool.</param>
internal sealed record Belongings(int Sockets, int Pipes, int Threads)
{
    public static Belongings Now()
    {
        string[] descriptors = [.. Directory.GetFileSystemEntries("/proc/self/fd")
            .Select(d => new FileInfo(d).LinkTarget ?? "")];
        return new Belongings(
            descriptors.Count(d => d.StartsWith("socket:", StringComparison.Ordinal)),
            descriptors.Count(d => d.StartsWith("pipe:", StringComparison.Ordinal)),
            // Those of the pool, its timers and its compiler come and go as it likes.
            Directory.GetDirectories("/proc/self/task")
                .Count(t => !NameOf(t).StartsWith(".NET T", StringComparison.Ordinal)));
    }

    /// <summary>Whether nothing is held that was not held before.</summary>
    public bool IsWithin(Belongings before) =>
        Sockets <= before.Sockets && Pipes <= before.Pipes && Threads <= before.Threads;

    private static string NameOf(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "comm"));
        }
        catch (IOException)
        {
            return ".NET T: it has ended meanwhile";
        }
    }
}
