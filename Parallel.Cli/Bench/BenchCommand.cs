using System.CommandLine;
using System.Text.Json.Nodes;

namespace ParallelCompute.Cli.Bench;

/// <summary><c>parallelctl bench</c>.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var config = new Option<string?>("--config")
        {
            Description = "Where to run: a YAML or JSON file. Default: local processes.",
        };
        var env = new Option<string?>("--env") { Description = "The env to run in, instead of the config's." };
        var workers = new Option<int?>("--n-workers")
        {
            Description = "Worker processes. Default: the config's, else 2.",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a table." };
        var runs = new Option<int>("--runs")
        {
            Description = "Measure so many times, each in a process of its own, and print medians.",
            DefaultValueFactory = _ => 1,
        };
        runs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--runs must be at least 1.");
            }
        });
        var guard = new Option<bool>("--guard")
        {
            Description = "Fail where a figure is worse than half of its bar in three attempts.",
        };
        var command = new Command("bench", "Measures start, rates, latency and memory against what the machine allows.")
        {
            config, env, workers, json, runs, guard,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new BenchSettings(
                parsed.GetValue(config), parsed.GetValue(env), parsed.GetValue(workers), parsed.GetValue(json),
                parsed.GetValue(runs), parsed.GetValue(guard)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(BenchSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            if (!settings.Guard)
            {
                Print(settings, await MeasureAsync(settings, cancellationToken));
                return 0;
            }

            var (result, fellShort) = await Guard.MeasureAsync(() => MeasureAsync(settings, cancellationToken));
            Print(settings, result);
            foreach (var fault in fellShort)
            {
                await Console.Error.WriteLineAsync(fault);
            }

            return fellShort.Count == 0 ? 0 : 1;
        }
        catch (ConfigException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (Exception e) when (e is ParallelException or BenchException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Canceled.");
            return 130;
        }
    }

    private static Task<JsonObject> MeasureAsync(BenchSettings settings, CancellationToken cancellationToken) =>
        // In a process of its own each, where there are several: everything is cold once.
        settings is { Runs: 1, Guard: false } ? BenchRun.MeasureAsync(settings, cancellationToken)
            : RepeatedRuns.MeasureAsync(settings, cancellationToken);

    private static void Print(BenchSettings settings, JsonObject result) =>
        Console.WriteLine(settings.Json ? result.ToJsonString() : BenchTable.Render(result));
}
