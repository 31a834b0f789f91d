using System.Globalization;

namespace ParallelCompute.Launchers.Ssh;

/// <summary>How OpenSSH's client is called for a host.</summary>
internal static class SshCommand
{
    public const string Program = "ssh";

    /// <summary>
    /// What the user's configuration may not change: nobody is asked, no host key is accepted unseen, a silent host is
    /// noticed, and the connection is one of its own that ends with this process.
    /// </summary>
    private static readonly string[] Fixed =
    [
        "BatchMode=yes", "StrictHostKeyChecking=yes", "ServerAliveInterval=5", "ServerAliveCountMax=3",
        "ControlMaster=no", "ControlPath=none", "RemoteCommand=none", "RequestTTY=no", "PermitLocalCommand=no",
        "ForwardAgent=no", "ForwardX11=no", "LogLevel=ERROR", "EscapeChar=none",
    ];

    /// <param name="host">Where to.</param>
    /// <param name="script">What its shell is to run; a single command without line breaks outside of quotes.</param>
    /// <param name="options">More options of ssh.</param>
    public static IReadOnlyList<string> Arguments(SshHost host, string script, params IEnumerable<string> options)
    {
        List<string> arguments = ["-T"];
        void Add(params ReadOnlySpan<string> words) => arguments.AddRange(words);
        if (host.SshConfig is { } config)
        {
            Add("-F", config);
        }

        foreach (var option in Fixed)
        {
            Add("-o", option);
        }

        var seconds = Math.Max(1, (int)Math.Ceiling(host.ConnectTimeout.TotalSeconds));
        Add("-o", string.Create(CultureInfo.InvariantCulture, $"ConnectTimeout={seconds}"));
        if (host.Username is { } user)
        {
            Add("-l", user);
        }

        if (host.Port is { } port)
        {
            Add("-p", port.ToString(CultureInfo.InvariantCulture));
        }

        if (host.KnownHosts is { } known)
        {
            Add("-o", $"UserKnownHostsFile=\"{Escape(known)}\"", "-o", "GlobalKnownHostsFile=/dev/null");
        }

        foreach (var key in host.ClientKeys)
        {
            Add("-i", Escape(key));
        }

        if (host.ClientKeys.Count > 0)
        {
            Add("-o", "IdentitiesOnly=yes");
        }

        Add([.. options]);
        Add("--", host.Name, $"exec sh -c {ShellText.Quote(script)}");
        return arguments;
    }

    /// <summary>The call as one would type it to see the same, for messages.</summary>
    public static string Show(SshHost host)
    {
        var arguments = Arguments(host, "true");
        var shown = arguments.Where((word, i) =>
            word != "-T" && !Fixed.Contains(word) && !(word == "-o" && Fixed.Contains(arguments[i + 1])));
        return $"{Program} {ShellText.Join(shown.TakeWhile(w => w != "--"))} {host.Name} true";
    }

    // ssh_config(5), TOKENS: a percent sign of its own is doubled.
    private static string Escape(string path) => path.Replace("%", "%%", StringComparison.Ordinal);
}
