using System.CommandLine;

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
        var command = new Command("bench", "Measures start, rates, latency and memory against what the machine allows.")
        {
            config, env, workers, json, runs,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new BenchSettings(
                parsed.GetValue(config), parsed.GetValue(env), parsed.GetValue(workers), parsed.GetValue(json),
                parsed.GetValue(runs)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(BenchSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            var result = settings.Runs == 1
                ? await BenchRun.MeasureAsync(settings, cancellationToken)
                : await RepeatedRuns.MeasureAsync(settings, cancellationToken);
            Console.WriteLine(settings.Json ? result.ToJsonString() : BenchTable.Render(result));
            return 0;
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
}
