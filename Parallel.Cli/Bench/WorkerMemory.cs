namespace ParallelCompute.Cli.Bench;

/// <summary>Resident memory of the silos that this process has started.</summary>
internal static class WorkerMemory
{
    /// <summary>Megabytes of the largest; null where no silo is on this machine.</summary>
    public static double? Measure() => ChildSilos.Find().Select(s => MegabytesOf(s.Id)).Max();

    private static double? MegabytesOf(int id)
    {
        try
        {
            return ProcessFigures.Of(id).MemoryMb;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // It has ended meanwhile.
        }
    }
}
