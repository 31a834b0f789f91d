using System.CommandLine;
using System.Text.Json.Nodes;

namespace ParallelCompute.Cli.Doctor;

/// <summary><c>parallelctl doctor</c>.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var config = new Option<string?>("--config")
        {
            Description = "The configuration file, YAML or JSON. Default: env local.",
        };
        var seconds = new Option<int>("--timeout")
        {
            Description = "Seconds that a node, or its queue, may take.", DefaultValueFactory = _ => 120,
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of lines." };
        var command = new Command(
            "doctor", "Finds out whether workers could start and connect, and says what is in the way.")
        {
            config, seconds, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(config), TimeSpan.FromSeconds(Math.Max(1, parsed.GetValue(seconds))),
            parsed.GetValue(json), Console.Out, cancellationToken));
        return command;
    }

    /// <returns>0 where all is fine, 1 where something is not.</returns>
    internal static async Task<int> RunAsync(
        string? config, TimeSpan limit, bool asJson, TextWriter output, CancellationToken cancellationToken)
    {
        List<DoctorFinding> findings = [];
        void Take(DoctorFinding finding)
        {
            findings.Add(finding);
            if (!asJson)
            {
                output.WriteLine(finding);
            }
        }

        try
        {
            var read = config is null ? new ParallelConfig() : ParallelConfig.Load(config);
            await foreach (var finding in ClusterDoctor.ExamineAsync(read, limit, cancellationToken))
            {
                Take(finding);
            }
        }
        catch (ConfigException e)
        {
            e.Faults.ToList().ForEach(f => Take(new DoctorFinding("configuration", "", false, f)));
        }

        var isFine = findings.TrueForAll(f => f.IsFine);
        if (asJson)
        {
            output.WriteLine(new JsonObject
            {
                ["ok"] = isFine,
                ["findings"] = new JsonArray([.. findings.Select(f => new JsonObject
                {
                    ["check"] = f.Check, ["place"] = f.Place, ["ok"] = f.IsFine, ["text"] = f.Text,
                })]),
            }.ToJsonString());
        }

        return isFine ? 0 : 1;
    }
}
