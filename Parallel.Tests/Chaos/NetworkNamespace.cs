using System.Diagnostics;

namespace ParallelCompute.Tests.Chaos;

/// <summary>A network of its own that stands for another machine, and the link to it.</summary>
internal sealed class NetworkNamespace : IAsyncDisposable
{
    private const string Peer = "eth0";

    private readonly string _name = $"pt{Guid.NewGuid():N}"[..10];

    private NetworkNamespace(string subnet) => Address = $"{subnet}.1";

    /// <summary>This machine, as seen from there.</summary>
    public string Address { get; }

    /// <summary>This machine's end of the link.</summary>
    public string Interface => $"{_name}v";

    /// <summary>Makes one; skips the test where that cannot be.</summary>
    public static async Task<NetworkNamespace> CreateAsync()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root may make network namespaces.");
        Skip.IfNot(File.Exists("/usr/sbin/ip") || File.Exists("/sbin/ip"), "ip (of iproute2) is not installed here.");
        // Of a range for such use, RFC 2544; another run's namespace may be there.
        var subnet = $"198.18.{Random.Shared.Next(256)}";
        var made = new NetworkNamespace(subnet);
        var isMade = await ExitCodeAsync("ip", "netns", "add", made._name) == 0;
        Skip.IfNot(isMade, "No network namespace can be made here.");
        try
        {
            await CommandAsync("ip", "link", "add", made.Interface, "type", "veth", "peer", Peer, "netns", made._name);
            await CommandAsync("ip", "addr", "add", $"{made.Address}/24", "dev", made.Interface);
            await CommandAsync("ip", "link", "set", made.Interface, "up");
            await CommandAsync("ip", "-n", made._name, "addr", "add", $"{subnet}.2/24", "dev", Peer);
            await CommandAsync("ip", "-n", made._name, "link", "set", Peer, "up");
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command and fails the test where it fails.</summary>
    public static async Task CommandAsync(string program, params string[] arguments) =>
        Assert.Equal(0, await ExitCodeAsync(program, arguments));

    /// <summary>Starts a program there.</summary>
    public Process Start(params string[] command) =>
        Process.Start("ip", ["netns", "exec", _name, .. command]);

    /// <summary>From now on nothing comes through, and neither end is told.</summary>
    public Task CutAsync() => CommandAsync("ip", "-n", _name, "link", "set", Peer, "down");

    /// <summary>The link goes with the namespace.</summary>
    public async ValueTask DisposeAsync() => await CommandAsync("ip", "netns", "del", _name);

    private static async Task<int> ExitCodeAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync().WaitAsync(Behavior.Gate.Limit);
        return process.ExitCode;
    }
}
