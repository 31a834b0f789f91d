using System.Diagnostics;
using System.Globalization;
using System.Text;
using ParallelCompute.Blobs;
using ParallelCompute.Launching;

namespace ParallelCompute.Cleanup;

/// <summary>Worker processes of this user whose client is gone.</summary>
/// <remarks>
/// They end by themselves, so that what is left is stopped or hangs in the kernel. The client of a worker that a
/// launcher started holds the other end of its standard input: where nobody does, nobody is its client.
/// </remarks>
internal static class OrphanedWorkers
{
    private const char Stopped = 'T';

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<Leftover> End(bool dryRun)
    {
        List<Leftover> left = [];
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) &&
                FileFacts.Of(folder) is { IsMine: true } && WorkerOf(id) is { } worker &&
                Examine(id, worker) is { } found)
            {
                left.Add(dryRun || !found.IsSure || End(id) ? found : found with
                {
                    IsSure = false,
                    Why = $"it was killed, and {EndLimit.TotalSeconds} s later it is still there",
                });
            }
        }

        return left;
    }

    private static Leftover? Examine(int id, WorkerCommand worker)
    {
        var what = $"process {id}, worker {worker.Id}";
        var isStopped = ProcessStat.Of(id) is { State: Stopped };
        return (worker.IsByHand ? null : GuardPipe.IsAbandoned(id)) switch
        {
            true => new Leftover(LeftoverKind.Worker, what, "nobody holds the other end of its standard input"),
            null when isStopped => new Leftover(
                LeftoverKind.Worker, what, $"it is stopped, and whether its client lives cannot be seen; after " +
                $"`kill -CONT {id}` it ends by itself if it does not, `kill -KILL {id}` ends it", IsSure: false),
            // Of a living client, or about to end by itself.
            _ => null,
        };
    }

    /// <summary>Ends it with what it started; false where it is still there after a while.</summary>
    private static bool End(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            // Looked at again now that the id cannot become that of another process unnoticed.
            if (WorkerOf(id) is not { IsByHand: false } || GuardPipe.IsAbandoned(id) != true)
            {
                return true;
            }

            ProcessGroup.End(id);
            process.Kill();
            return process.WaitForExit(EndLimit);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return true; // It has ended meanwhile.
        }
    }

    private static WorkerCommand? WorkerOf(int id)
    {
        try
        {
            return WorkerCommand.Of(Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/cmdline")).Split('\0'));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
