using System.CommandLine;
using System.Text.Json.Nodes;
using ParallelCompute.Cleanup;

namespace ParallelCompute.Cli.Jobs;

/// <summary><c>parallelctl ps</c>.</summary>
internal static class PsCommand
{
    public static Command Create()
    {
        var shared = SharedFolder.Create();
        var json = new Option<bool>("--json") { Description = "Print one JSON array instead of lines." };
        var command = new Command("ps", "Shows your clusters of batch jobs, and what their jobs do.")
        {
            shared, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            var clusters = await JobClusters.FindAsync(parsed.GetValue(shared));
            Console.WriteLine(parsed.GetValue(json) ? Json(clusters).ToJsonString() : Text(clusters));
            return 0;
        });
        return command;
    }

    private static string Text(IReadOnlyList<JobCluster> clusters) => clusters.Count == 0
        ? "There are no clusters of batch jobs."
        : string.Join('\n', clusters.SelectMany(Lines));

    private static IEnumerable<string> Lines(JobCluster cluster)
    {
        var life = cluster.IsAlive switch { true => "alive", false => "gone", null => "on another machine" };
        yield return $"{cluster.Id}  {cluster.Env}  client: {cluster.Client} ({life})";
        foreach (var (id, state) in cluster.Jobs)
        {
            yield return $"  job {id}  {state}";
        }

        if (cluster.Fault is { } fault)
        {
            yield return $"  its jobs are not known: {fault}";
        }
    }

    private static JsonArray Json(IReadOnlyList<JobCluster> clusters) =>
        [.. clusters.Select(c => new JsonObject
        {
            ["id"] = c.Id, ["env"] = c.Env, ["client"] = c.Client, ["alive"] = c.IsAlive, ["folder"] = c.Folder,
            ["jobs"] = new JsonArray([.. c.Jobs.Select(j => new JsonObject { ["id"] = j.Id, ["state"] = j.State })]),
            ["fault"] = c.Fault,
        })];
}
