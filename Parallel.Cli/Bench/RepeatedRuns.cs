using System.Reflection;
using System.Text.Json.Nodes;

namespace ParallelCompute.Cli.Bench;

/// <summary>Medians of several runs, each in a process of its own: everything is cold once in each.</summary>
internal static class RepeatedRuns
{
    public static async Task<JsonObject> MeasureAsync(BenchSettings settings, CancellationToken cancellationToken)
    {
        settings.LoadConfig(); // A wrong one is reported here, not as the failure of another process.
        var results = new List<JsonNode?>();
        for (var run = 1; run <= settings.Runs; run++)
        {
            await Console.Error.WriteLineAsync($"run {run} of {settings.Runs}");
            results.Add(await JsonProcess.RunAsync(
                Assembly.GetExecutingAssembly().Location, settings.ArgumentsOfOneRun(), cancellationToken));
        }

        var medians = (JsonObject)Medians.Of(results)!;
        medians["runs"] = settings.Runs;
        return medians;
    }
}
