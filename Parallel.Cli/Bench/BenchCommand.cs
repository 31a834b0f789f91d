using System.CommandLine;
using System.Text.Json.Nodes;
using ParallelCompute.Cli.Bench.Chaos;

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
        var chaos = new Option<bool>("--chaos")
        {
            Description = "Have workers lost in every way while items run, and measure that. Default: 6 workers.",
        };
        var soak = new Option<bool>("--soak")
        {
            Description = "Fail where client or workers take over 5 % more memory, threads or handles at the end.",
        };
        var seconds = Positive("--seconds", 60, "How long --chaos or --soak takes.");
        var kills = Positive("--kills-per-second", 1, "How often --chaos has a worker lost.");
        var seed = new Option<int?>("--seed")
        {
            Description = "Which workers --chaos has lost, and how. Default: any.",
        };
        var command = new Command("bench", "Measures start, rates, latency and memory against what the machine allows.")
        {
            config, env, workers, json, runs, guard, chaos, soak, seconds, kills, seed,
        };
        command.Validators.Add(result =>
        {
            Option[] modes = [guard, chaos, soak];
            if (modes.Count(m => result.GetResult(m) is not null) + (result.GetValue(runs) > 1 ? 1 : 0) > 1)
            {
                result.AddError("--runs, --guard, --chaos and --soak exclude each other.");
            }
        });
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new BenchSettings(
                parsed.GetValue(config), parsed.GetValue(env), parsed.GetValue(workers), parsed.GetValue(json),
                parsed.GetValue(runs), parsed.GetValue(guard))
            {
                Chaos = parsed.GetValue(chaos), Soak = parsed.GetValue(soak), Seconds = parsed.GetValue(seconds),
                KillsPerSecond = parsed.GetValue(kills), Seed = parsed.GetValue(seed),
            },
            cancellationToken));
        return command;
    }

    private static Option<double> Positive(string name, double value, string description)
    {
        var option = new Option<double>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() > 0))
            {
                result.AddError($"{name} must be greater than 0.");
            }
        });
        return option;
    }

    private static async Task<int> RunAsync(BenchSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            var (result, faults) = settings switch
            {
                { Guard: true } => await Guard.MeasureAsync(() => MeasureAsync(settings, cancellationToken)),
                { Soak: true } => await Soak.MeasureAsync(settings, cancellationToken),
                _ => (await MeasureAsync(settings, cancellationToken), []),
            };
            Print(settings, result);
            foreach (var fault in faults)
            {
                await Console.Error.WriteLineAsync(fault);
            }

            return faults.Count == 0 ? 0 : 1;
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
        settings.Chaos ? ChaosBench.MeasureAsync(settings, cancellationToken)
            : settings is { Runs: 1, Guard: false } ? BenchRun.MeasureAsync(settings, cancellationToken)
            : RepeatedRuns.MeasureAsync(settings, cancellationToken);

    private static void Print(BenchSettings settings, JsonObject result) =>
        Console.WriteLine(settings.Json ? result.ToJsonString() : BenchTable.Render(result));
}
