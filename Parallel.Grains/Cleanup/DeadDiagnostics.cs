using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ParallelCompute.Blobs;
using ParallelCompute.Launching;

namespace ParallelCompute.Cleanup;

/// <summary>The socket and pipes for debuggers that .NET processes left which were killed.</summary>
/// <remarks>
/// Those of workers and of clients; of other programs of the user too, for their names tell no difference. The process
/// is gone, and its socket has nobody behind it: a process of another container, whose id means nothing here, would
/// answer there.
/// </remarks>
internal static partial class DeadDiagnostics
{
    public static IReadOnlyList<Leftover> Delete(bool dryRun)
    {
        // Where the runtime puts them, which knows no other variable.
        var folder = Path.GetTempPath();
        List<Leftover> deleted = [];
        foreach (var socket in Directory.GetFiles(folder, "dotnet-diagnostic-*-socket"))
        {
            var key = Key().Match(Path.GetFileName(socket));
            if (key.Success && IsDead(socket, key.Groups[1].Value, key.Groups[2].Value))
            {
                var pipes = $"clr-debug-pipe-{key.Groups[1].Value}-{key.Groups[2].Value}";
                // The socket last: by it the others are found.
                string[] all = [Path.Combine(folder, $"{pipes}-in"), Path.Combine(folder, $"{pipes}-out"), socket];
                deleted.AddRange(all.Where(f => Delete(f, dryRun)).Select(f => new Leftover(
                    LeftoverKind.DiagnosticFile, f, $"process {key.Groups[1].Value} is gone")));
            }
        }

        return deleted;
    }

    private static bool IsDead(string socket, string process, string startTime) =>
        FileFacts.Of(socket) is { IsMine: true } &&
        int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id) &&
        (ProcessStat.Of(id) is not { HasEnded: false } there || there.StartTime != startTime) && Refuses(socket);

    private static bool Refuses(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // Of a local socket there is an answer at once; one whose queue is full has a process behind it.
            socket.Blocking = false;
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }

    private static bool Delete(string path, bool dryRun)
    {
        if (FileFacts.Of(path) is not { IsMine: true })
        {
            return false;
        }

        try
        {
            if (!dryRun)
            {
                File.Delete(path);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [GeneratedRegex("^dotnet-diagnostic-([0-9]+)-([0-9]+)-socket$")]
    private static partial Regex Key();
}
