using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Examining;

/// <summary>Looks for what a worker needs on the machine that this process runs on.</summary>
public static class NodeExamination
{
    /// <summary>What runs here, and what it would tell a dispatcher of itself.</summary>
    public static (string Runtime, string Rid, uint Protocol) Own =>
        (Versions.Own.Runtime, Versions.Own.Rid, Versions.Own.Protocol);

    private static readonly TimeSpan DialLimit = TimeSpan.FromSeconds(10);

    /// <param name="ticket">The content of the join ticket of a dispatcher that listens.</param>
    /// <param name="dispatcher">Where it is reached from here; null: where the ticket says.</param>
    /// <param name="folders">Folders to write to.</param>
    /// <param name="files">Files that are to be there.</param>
    /// <exception cref="LaunchException">The ticket is damaged.</exception>
    public static async Task<NodeFacts> RunAsync(
        string ticket, string? dispatcher, IReadOnlyList<string> folders, IReadOnlyList<string> files)
    {
        try
        {
            var read = Tickets.Read(ticket);
            read = dispatcher is { Length: > 0 } way ? Dialer.Elsewhere(read, way) : read;
            var ways = await Task.WhenAll(read.Addresses.Select(a => DialAsync(read, a)));
            return new NodeFacts(
                Environment.MachineName, Own.Runtime, Own.Rid, Own.Protocol,
                TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), Gpus(), [.. folders.Select(Write)],
                [.. files.Select(f => new NodeTrial(f, File.Exists(f) ? "" : "it is not there"))], ways);
        }
        catch (FormatException e)
        {
            throw new LaunchException("The join ticket is damaged.", e);
        }
    }

    private static async Task<NodeTrial> DialAsync(Ticket ticket, string address)
    {
        var one = ticket.Clone();
        one.Addresses.Clear();
        one.Addresses.Add(address);
        var shown = address[(address.IndexOf(':') + 1)..];
        try
        {
            await using var stream = await Dialer.DialAsync(one, DialLimit);
            return new NodeTrial(shown, "");
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or AuthenticationException
            or CryptographicException)
        {
            return new NodeTrial(shown, e.Message);
        }
    }

    private static NodeTrial Write(string folder)
    {
        var file = Path.Combine(folder, $".parallel-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(folder);
            using var written = new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose,
            });
            written.WriteByte(0);
            written.Flush(flushToDisk: true);
            return new NodeTrial(folder, "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new NodeTrial(folder, e.Message);
        }
    }

    /// <summary>The devices that the driver shows, as far as CUDA_VISIBLE_DEVICES leaves them.</summary>
    private static List<string> Gpus()
    {
        var visible = Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES");
        if (visible is { Length: 0 } || !Directory.Exists("/dev"))
        {
            return [];
        }

        List<string> devices = [.. Directory.EnumerateFiles("/dev", "nvidia*")
            .Where(f => f["/dev/nvidia".Length..] is { Length: > 0 } number && number.All(char.IsAsciiDigit))
            .Order(StringComparer.Ordinal)];
        return visible is null ? devices : [.. devices.Take(visible.Split(',').Length)];
    }
}
