using System.CommandLine;
using ParallelCompute.Cleanup;

namespace ParallelCompute.Cli.Jobs;

/// <summary><c>parallelctl logs</c>.</summary>
internal static class LogsCommand
{
    public static Command Create()
    {
        var shared = SharedFolder.Create();
        var id = new Argument<string>("cluster") { Description = "The cluster's id, as `parallelctl ps` shows it." };
        var command = new Command("logs", "Prints the output of a cluster's jobs.") { id, shared };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var clusters = await JobClusters.FindAsync(parsed.GetValue(shared));
            if (clusters.FirstOrDefault(c => c.Id == parsed.GetValue(id)) is not { } cluster)
            {
                await Console.Error.WriteLineAsync(
                    $"There is no cluster {parsed.GetValue(id)}. " + (clusters.Count == 0 ? "There is none at all."
                        : $"There are: {string.Join(", ", clusters.Select(c => c.Id))}."));
                return 1;
            }

            foreach (var file in cluster.Logs)
            {
                Console.WriteLine($"==> {file} <==");
                Console.Write(await File.ReadAllTextAsync(file, cancellationToken));
            }

            return 0;
        });
        return command;
    }
}
