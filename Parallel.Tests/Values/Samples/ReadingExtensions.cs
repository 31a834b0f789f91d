namespace ParallelCompute.Tests.Values.Samples;

internal static class ReadingExtensions
{
    public static string ToUnit(this Reading reading) => reading.Unit;
}
