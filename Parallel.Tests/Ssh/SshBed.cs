using System.Diagnostics;
using System.Net.Sockets;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Tests.Chaos;

namespace ParallelCompute.Tests.Ssh;

/// <summary>The SSH servers of deploy/testbed: hosts in network namespaces of their own.</summary>
internal static class SshBed
{
    /// <summary>A host that tests take away.</summary>
    public const string Second = "tbh2";

    public const string First = "tbh1";

    public static string State { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("TESTBED_DIR") ?? "/tmp/testbed-state", "ssh");

    public static string ConfigFile => Path.Combine(State, "ssh_config");

    public static string KnownHosts => Path.Combine(State, "known_hosts");

    /// <summary>Skips the test where the servers do not run, or their hosts could not be made.</summary>
    public static void Need() => Component.Need(
        File.Exists(ConfigFile) && Answers("10.199.77.11") && Answers("10.199.77.12"),
        "the test bed of deploy/testbed/ssh.sh");

    /// <summary>Workers on these hosts; quick to notice that one is lost.</summary>
    public static ParallelConfig Config(int workers, params object[] hosts) => new()
    {
        Env = "ssh", NWorkers = workers,
        Options =
        {
            ["hosts"] = hosts.Length > 0 ? hosts : [First, Second],
            ["connect_options"] = new Dictionary<string, object?> { ["ssh_config"] = ConfigFile },
            ["worker_timeout"] = 5,
            ["start_timeout"] = 60,
        },
    };

    /// <summary>From now on nothing gets to the host or from it, and nobody is told.</summary>
    public static Task CutAsync(string host) => LinkAsync(host, "down");

    /// <summary>The link is there again.</summary>
    public static async Task MendAsync(string host)
    {
        await LinkAsync(host, "up");
        // It went with the link.
        using var route = Process.Start(
            "ip", ["-n", host, "route", "replace", "default", "via", "10.199.77.1"]);
        await route.WaitForExitAsync().Soon();
        Assert.True(SpinWait.SpinUntil(() => Answers(host == First ? "10.199.77.11" : "10.199.77.12"), Gate.Limit));
    }

    private static Task LinkAsync(string host, string state) =>
        NetworkNamespace.CommandAsync("ip", "-n", host, "link", "set", "eth0", state);

    private static bool Answers(string address)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            return socket.ConnectAsync(address, 2222).Wait(TimeSpan.FromSeconds(2));
        }
        catch (AggregateException)
        {
            return false;
        }
    }
}
