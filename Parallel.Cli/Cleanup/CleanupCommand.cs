using System.CommandLine;
using System.Text.Json.Nodes;
using ParallelCompute.Cleanup;
using ParallelCompute.Cli.Jobs;

namespace ParallelCompute.Cli.Cleanup;

/// <summary><c>parallelctl cleanup</c>.</summary>
internal static class CleanupCommand
{
    public static Command Create()
    {
        var local = new Option<string?>("--local-directory")
        {
            Description = "The option local_directory of the clusters. Default: the system's temporary folder.",
        };
        var shared = SharedFolder.Create();
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of lines." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only tell what is left." };
        var command = new Command(
            "cleanup", "Removes what your clusters left here and in batch systems that nobody uses any more.")
        {
            local, shared, json, dryRun,
        };
        command.SetAction(async (parsed, _) =>
        {
            var isDry = parsed.GetValue(dryRun);
            Leftover[] found = [
                .. Leftovers.Remove(parsed.GetValue(local), isDry),
                .. await JobLeftovers.RemoveAsync(parsed.GetValue(shared), isDry)];
            Console.WriteLine(parsed.GetValue(json) ? Json(found, isDry).ToJsonString() : Text(found, isDry));
            return 0;
        });
        return command;
    }

    private static string Text(Leftover[] found, bool isDry) => found.Length == 0 ? "Nothing was left."
        : string.Join('\n', found.Select(f =>
            $"{(!f.IsSure ? "left alone" : isDry ? "would remove" : "removed")}: {f.What} ({f.Why})"));

    private static JsonObject Json(Leftover[] found, bool isDry) => new()
    {
        ["dry_run"] = isDry,
        ["removed"] = Array(found.Where(f => f.IsSure)),
        ["left_alone"] = Array(found.Where(f => !f.IsSure)),
    };

    private static JsonArray Array(IEnumerable<Leftover> found) =>
        [.. found.Select(f => new JsonObject { ["kind"] = Name(f.Kind), ["what"] = f.What, ["why"] = f.Why })];

    private static string Name(LeftoverKind kind) => kind switch
    {
        LeftoverKind.Worker => "worker",
        LeftoverKind.Folder => "folder",
        LeftoverKind.Jobs => "jobs",
        _ => "diagnostic_file",
    };
}
