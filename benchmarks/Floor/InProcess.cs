using System.Diagnostics;

namespace Floor;

/// <summary>The ceiling: the same squares by the threads of one process, where nothing is sent at all.</summary>
internal static class InProcess
{
    private const int Count = 10_000_000;

    public static async Task<string> MeasureAsync()
    {
        await RunAsync();
        return FormattableString.Invariant($$"""{"map_items_per_s": {{await RunAsync():F0}}}""");
    }

    private static async Task<double> RunAsync()
    {
        var squares = new long[Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 2 };
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, Count), options, (i, _) =>
        {
            squares[i] = (long)i * i;
            return ValueTask.CompletedTask;
        });
        return squares[^1] == (long)(Count - 1) * (Count - 1) ? Count / clock.Elapsed.TotalSeconds
            : throw new InvalidOperationException("the last square is wrong");
    }
}
