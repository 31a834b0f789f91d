namespace ParallelCompute.Launching;

/// <summary>What <c>/proc/PID/stat</c> tells of a live process. Linux only.</summary>
/// <param name="State">As ps(1) shows it: <c>T</c> is stopped, <c>Z</c> has ended.</param>
/// <param name="StartTime">With its id, the name of a process that no later one has.</param>
public readonly record struct ProcessStat(char State, string StartTime)
{
    /// <summary>Field 22, counted from behind the name, which may hold blanks.</summary>
    private const int StartTimeField = 19;

    /// <summary>Nobody has asked yet how it ended; nothing else is left of it.</summary>
    public bool HasEnded => State is 'Z' or 'X';

    /// <summary>Null where there is no such process, or no such file.</summary>
    /// <param name="process">Its id.</param>
    public static ProcessStat? Of(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcessStat(fields[0][0], fields[StartTimeField]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
