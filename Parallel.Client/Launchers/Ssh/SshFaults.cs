using System.Globalization;

namespace ParallelCompute.Launchers.Ssh;

/// <summary>Says what went wrong with a host, with the words of ssh, and what to do.</summary>
internal static class SshFaults
{
    /// <summary>What ssh itself ends with (ssh(1), EXIT STATUS); anything else is of the host.</summary>
    private const int OfSsh = 255;

    /// <summary>What .NET's host ends with where the runtime that a program needs is not installed.</summary>
    private const int WrongRuntime = 150;

    private const int NotFound = 127;

    /// <summary>Parts of ssh's words, what they mean, and what to do; the first that is found counts.</summary>
    private static readonly (string Part, string Name, string Advice)[] Known =
    [
        ("REMOTE HOST IDENTIFICATION HAS CHANGED", "changed host key", ChangedKey),
        ("host key is known for", "unknown host key", UnknownKey),
        ("Host key verification failed", "unknown host key", UnknownKey),
        ("Permission denied", "wrong key",
            "The host accepts none of the keys that were tried. Set username and client_keys in connect_options, " +
            "start your agent (ssh-add), or add the public key to ~/.ssh/authorized_keys there"),
        ("Too many authentication failures", "wrong key",
            "The host gave up before the right key was tried. Set client_keys in connect_options"),
        ("remote port forwarding failed", TunnelRefused,
            "The host makes no tunnel. Allow AllowTcpForwarding in its sshd_config, or set tunnel: false and have it " +
            "reach this machine directly"),
        ("Could not resolve hostname", "unknown host", "Check the name in hosts, or give it a HostName in ssh_config"),
        ("Bad configuration option", "bad ssh configuration", "Correct the file that ssh names"),
        ("Can't open user config file", "bad ssh configuration", "Check ssh_config in connect_options"),
        ("timed out", HostDown, DownAdvice), ("Connection refused", HostDown, DownAdvice),
        ("No route to host", HostDown, DownAdvice), ("unreachable", HostDown, DownAdvice),
        ("not responding", HostDown, DownAdvice), ("Connection closed", HostDown, DownAdvice),
        ("Connection reset", HostDown, DownAdvice), ("Broken pipe", HostDown, DownAdvice),
    ];

    public const string TunnelRefused = "tunnel refused";
    public const string HostDown = "host down";

    private const string ChangedKey =
        "It may be another machine that answers. If the host was truly made anew, remove the old key with ssh-keygen " +
        "-R and connect once by hand";

    private const string UnknownKey =
        "Host keys are never accepted unseen. Connect once by hand and compare the key, or add it to the file of " +
        "known_hosts";

    private const string DownAdvice = "Check that the host is up, its name and its port, and that sshd runs there";

    private const string Files = "sh, mkdir, tar and sha256sum";

    /// <summary>The fault of an ssh that has ended.</summary>
    public static LaunchException OfEnd(SshHost host, int exitCode, string words)
    {
        var (name, advice) = exitCode switch
        {
            OfSsh when Array.Find(Known, k => words.Contains(k.Part, StringComparison.OrdinalIgnoreCase)) is
                { Part: not null } known => (known.Name, known.Advice),
            OfSsh => ("ssh failed", "Try the command by hand"),
            WrongRuntime => ("wrong .NET runtime", $"Workers need .NET {Environment.Version.Major}. {InstallRuntime}"),
            NotFound => ("no worker program",
                "The command of remote_python is not there. Correct it, or leave it out to have the program found or " +
                "copied"),
            _ => ("the worker program ended", "Its words should say why"),
        };
        return Make(host, name, advice, exitCode, words);
    }

    /// <summary>The fault that a script reports.</summary>
    /// <param name="host">Where.</param>
    /// <param name="report">A word for it, and what it concerns.</param>
    /// <param name="words">What was written there besides.</param>
    public static LaunchException OfScript(SshHost host, string report, string words)
    {
        var what = report.Split(' ', 2) is [_, var rest] ? rest : "";
        var (name, advice) = report.Split(' ')[0] switch
        {
            "no-runtime" => ("no .NET runtime",
                $"No dotnet is in PATH, DOTNET_ROOT or a usual place. {InstallRuntime}"),
            "no-sha256sum" => ("no sha256sum", $"A host needs {Files}, or set remote_python to a command of its own"),
            "no-directory" => ("no working directory", $"Make {what} there, or correct working_directory"),
            "no-folder" => ("no place for the worker program", $"{what} cannot be made there. See that it can be " +
                "written, or set remote_python to a program that is there"),
            "no-copy" => ("the worker program could not be copied", $"It was to be unpacked in {what}: make room " +
                "there, or set remote_python to a program that is there"),
            "damaged" => ("the worker program is damaged", $"{what} has not the files that this machine has. Remove " +
                "it, and see that nothing changes it"),
            var other => ($"the host reports {other}", "Try again"),
        };
        return Make(host, name, advice, null, words);
    }

    public static LaunchException NoProgram(SshHost host) => Make(
        host, "no worker program", "It is neither where it is on this machine nor in the user's cache there, and " +
        "push is false. Set push: true, or remote_python to its command", null, "");

    public static LaunchException OtherSystem(SshHost host, string there, string here) => Make(
        host, "other architecture", $"It is {there}, this machine {here}; workers must be of the same. Leave it out",
        null, "");

    public static LaunchException NoAnswer(SshHost host, TimeSpan limit, string words) => Make(
        host, HostDown, string.Create(CultureInfo.InvariantCulture, $"Nothing came within {limit.TotalSeconds:0} s. ") +
        DownAdvice, null, words);

    /// <summary>What to do where a worker was started and could not dial back; otherwise nothing.</summary>
    public static string AdviceOnDeath(SshHost host, string detail) =>
        !detail.Contains("the dispatcher was not found at any of its addresses", StringComparison.Ordinal) ? ""
        : host.Tunnel ? "; the tunnel through the SSH connection leads nowhere: is the dispatcher still there?"
        : $"; unreachable client: {host.Name} cannot dial this machine. Open port in the firewall, set host or " +
          "interface to what it can dial, or set tunnel: true to come by the SSH connection";

    private static string InstallRuntime =>
        "Install it (package dotnet-runtime), set remote_python to a command that finds it, or set push_folder to a " +
        "self-contained publish";

    private static LaunchException Make(SshHost host, string name, string advice, int? exitCode, string words)
    {
        var said = words.Length == 0 ? "" : $" What was said there: {words}";
        return new LaunchException($"Host {host.Name}: {name}. {advice}.{said}")
        {
            Command = SshCommand.Show(host), ExitCode = exitCode, Output = words,
        };
    }
}
