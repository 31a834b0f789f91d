using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Ssh;

/// <summary>An SSH server of a test's own on loopback, whose host lacks what the test takes away.</summary>
internal sealed class SshServer : IAsyncDisposable
{
    /// <summary>All that a host needs besides .NET.</summary>
    private static readonly string[] Tools =
        ["sh", "bash", "cat", "date", "mkdir", "mv", "rm", "sha256sum", "tar", "uname", "printf"];

    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    public int Port { get; private set; }

    /// <summary>The home folder of whoever logs in.</summary>
    public string Home => Path.Combine(_folder.Path, "home");

    /// <summary>Programs that are found there before all others.</summary>
    public string Programs => Path.Combine(_folder.Path, "bin");

    public string KnownHosts => Path.Combine(_folder.Path, "known_hosts");

    public string Key => Path.Combine(_folder.Path, "key");

    /// <summary>Starts one.</summary>
    /// <param name="options">Lines of its sshd_config.</param>
    /// <param name="prepare">What the host's shell does before, with mounts that only this host sees.</param>
    /// <param name="onlyTools">Whether nothing but <see cref="Tools"/> is in its PATH.</param>
    public static async Task<SshServer> StartAsync(string options = "", string prepare = "", bool onlyTools = false)
    {
        Component.Need(
            File.Exists("/usr/sbin/sshd") && Environment.IsPrivilegedProcess, "sshd, and the rights to start it");
        var server = new SshServer();
        try
        {
            await server.RunAsync(options, prepare, onlyTools);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Workers there, with the worker program hidden where it is on this machine.</summary>
    public ParallelConfig Config(int workers = 1) => new()
    {
        Env = "ssh", NWorkers = workers,
        Options =
        {
            ["hosts"] = new object[] { "127.0.0.1" },
            ["connect_options"] = new Dictionary<string, object?>
            {
                ["port"] = Port, ["client_keys"] = Key, ["known_hosts"] = KnownHosts, ["ssh_config"] = "/dev/null",
            },
            ["start_timeout"] = 60,
        },
    };

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync().Soon();
            process.Dispose();
        }

        _folder.Dispose();
    }

    /// <summary>A key pair without a passphrase.</summary>
    public static async Task MakeKeyAsync(string file)
    {
        using var made = Process.Start("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
        await made.WaitForExitAsync().Soon();
        Assert.Equal(0, made.ExitCode);
    }

    private async Task RunAsync(string options, string prepare, bool onlyTools)
    {
        var (path, hostKey) = (_folder.Path, Path.Combine(_folder.Path, "host"));
        Directory.CreateDirectory(Home);
        Directory.CreateDirectory(Programs);
        Directory.CreateDirectory("/run/sshd");
        await MakeKeyAsync(hostKey);
        await MakeKeyAsync(Key);
        File.Copy($"{Key}.pub", Path.Combine(path, "authorized_keys"));
        if (onlyTools)
        {
            foreach (var tool in Tools)
            {
                var file = new[] { "/bin", "/usr/bin" }.Select(f => Path.Combine(f, tool)).First(File.Exists);
                File.CreateSymbolicLink(Path.Combine(Programs, tool), file);
            }
        }

        Port = FreePort();
        await File.WriteAllTextAsync(
            KnownHosts, $"[127.0.0.1]:{Port} {await File.ReadAllTextAsync($"{hostKey}.pub")}");
        var config = Path.Combine(path, "sshd_config");
        await File.WriteAllTextAsync(config, $"""
            ListenAddress 127.0.0.1:{Port}
            HostKey {hostKey}
            AuthorizedKeysFile {path}/authorized_keys
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            PermitRootLogin prohibit-password
            SetEnv HOME={Home} PATH={Programs}{(onlyTools ? "" : ":/usr/local/bin:/usr/bin:/bin")}
            {options}

            """);
        _process = Process.Start(new ProcessStartInfo(
            "unshare", ["--mount", "sh", "-ec", $"{prepare}\nexec /usr/sbin/sshd -D -e -f '{config}'"])
        {
            RedirectStandardError = true, Environment = { ["TEST_HOME"] = Home },
        })!;
        Assert.Contains("listening", await _process.StandardError.ReadLineAsync().Soon(), StringComparison.Ordinal);
        // Or it would wait for a reader in the end.
        _ = _process.StandardError.ReadToEndAsync();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
