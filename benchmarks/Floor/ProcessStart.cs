using System.Diagnostics;

namespace Floor;

/// <summary>A hello-world on the plain .NET runtime (the silo's only framework), from start to exit.</summary>
internal static class ProcessStart
{
    private const int Starts = 7;

    public static async Task<string> MeasureAsync()
    {
        var times = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            var clock = Stopwatch.StartNew();
            var start = Self.StartInfo("hello");
            start.RedirectStandardOutput = true;
            using var process = Process.Start(start)!;
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        return FormattableString.Invariant($$"""{"process_start_ms": {{times.Order().ElementAt(Starts / 2):F2}}}""");
    }
}
