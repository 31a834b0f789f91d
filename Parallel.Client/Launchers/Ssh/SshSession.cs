using System.Globalization;
using System.Runtime.InteropServices;

namespace ParallelCompute.Launchers.Ssh;

/// <summary>The worker program on a host behind an SSH connection, and whatever it takes until it runs.</summary>
internal sealed class SshSession : IAsyncDisposable
{
    /// <summary>Where workers that come by a tunnel find its end; the worker program looks for it.</summary>
    public const string Dispatcher = "PARALLEL_DISPATCHER";

    /// <summary>For the host's shell, once it is connected.</summary>
    private static readonly TimeSpan ScriptLimit = TimeSpan.FromMinutes(1);

    /// <summary>Ports that systems give to nobody by themselves, with few services on them.</summary>
    private const int FirstPort = 20_000;
    private const int LastPort = 32_000;
    private const int MostPorts = 5;

    private SshSession(SshHost host, SshProcess process) => (Host, Process) = (host, process);

    public SshHost Host { get; }

    public SshProcess Process { get; }

    /// <summary>When the host's clock showed <see cref="Clock"/>.</summary>
    public DateTimeOffset HeardAt { get; private set; }

    /// <summary>The host's clock; null where it told none.</summary>
    public DateTimeOffset? Clock { get; private set; }

    /// <summary>System and processor of the host, as <c>uname</c> tells them.</summary>
    public string System { get; private set; } = "";

    /// <summary>What runs there.</summary>
    public string Program { get; private set; } = "";

    /// <summary>Whether the worker program was copied to the host for this.</summary>
    public bool WasCopied { get; private set; }

    /// <summary>Connects, finds or copies the worker program, and has it run.</summary>
    /// <exception cref="LaunchException">Something is in the way: told with what ssh and the host say.</exception>
    public static async Task<SshSession> OpenAsync(SshStart start, CancellationToken cancellationToken)
    {
        for (var left = start.Target is null ? 1 : MostPorts; ;)
        {
            try
            {
                return await OpenOnceAsync(start, cancellationToken).ConfigureAwait(false);
            }
            catch (LaunchException e) when (
                --left > 0 && e.Message.Contains(SshFaults.TunnelRefused, StringComparison.Ordinal))
            {
                // That port may be taken; another one is tried.
            }
        }
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static async Task<SshSession> OpenOnceAsync(SshStart start, CancellationToken cancellationToken)
    {
        var host = start.Host;
        List<string> options = [];
        var variables = start.Variables.ToDictionary();
        if (start.Target is { } target)
        {
            var port = Random.Shared.Next(FirstPort, LastPort);
            var near = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
            options = ["-o", "ExitOnForwardFailure=yes", "-R", $"{near}:{target}"];
            variables[Dispatcher] = near;
        }

        var session = new SshSession(
            host, SshProcess.Start(SshCommand.Arguments(host, SshScripts.Run, options)));
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(host.ConnectTimeout + ScriptLimit);
            try
            {
                await session.Process.SayAsync(await HeadAsync(start, variables).ConfigureAwait(false), limit.Token)
                    .ConfigureAwait(false);
                await session.UntilReadyAsync(start, limit).ConfigureAwait(false);
                return session;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw SshFaults.NoAnswer(host, host.ConnectTimeout + ScriptLimit, session.Process.Words);
            }
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<string> HeadAsync(SshStart start, Dictionary<string, string> variables)
    {
        List<(string, string)> lines = [.. variables.Select(v => ("set", $"{v.Key}={v.Value}"))];
        lines.Add(("arguments", ShellText.Join(start.Arguments)));
        if (start.Host.WorkingDirectory is { } directory)
        {
            lines.Add(("directory", directory));
        }

        if (start.Host.SiloCommand is { } command)
        {
            lines.Add(("command", command));
        }
        else
        {
            var content = await start.Content.ConfigureAwait(false);
            lines.Add(("here", content.Folder));
            lines.AddRange(LinesOf(content));
        }

        return SshScripts.HeadOf(lines);
    }

    private static IEnumerable<(string Key, string Value)> LinesOf(SiloContent content) =>
        [("hash", content.Hash), .. content.Files.Select(f => ("file", f))];

    private async Task UntilReadyAsync(SshStart start, CancellationTokenSource limit)
    {
        while (true)
        {
            var (word, rest) = await NextAsync(Process, limit.Token).ConfigureAwait(false) switch
            {
                null => throw SshFaults.OfEnd(
                    Host, await Process.Ended.WaitAsync(limit.Token).ConfigureAwait(false), Process.Words),
                var line => line.Split(' ', 2) is [var first, var others] ? (first, others) : (line, ""),
            };
            switch (word)
            {
                case "hello":
                    Hear(rest);
                    break;
                case "need":
                    await CopyAsync(await start.Content.ConfigureAwait(false), limit).ConfigureAwait(false);
                    await Process.SayAsync("copied\n", limit.Token).ConfigureAwait(false);
                    break;
                case "ready":
                    Program = rest;
                    return;
                default:
                    throw await OfScriptAsync(Host, Process, rest).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The next line that is of a script.</summary>
    private static async Task<string?> NextAsync(SshProcess process, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await process.Output.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (line is null || line.StartsWith(SshScripts.Mark, StringComparison.Ordinal))
            {
                return line?[SshScripts.Mark.Length..];
            }
        }
    }

    /// <summary>What is wrong is written by the host's programs, on another way than by the script.</summary>
    private static async Task<LaunchException> OfScriptAsync(SshHost host, SshProcess process, string report)
    {
        process.CloseInput();
        await ((Task)process.Ended).WaitAsync(host.ConnectTimeout)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return SshFaults.OfScript(host, report, process.Words);
    }

    private void Hear(string hello)
    {
        HeardAt = TimeProvider.System.GetUtcNow();
        var (clock, system) = hello.Split(' ', 2) is [var first, var rest] ? (first, rest) : ("", hello);
        System = system;
        Clock = long.TryParse(clock, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        if (OperatingSystem.IsLinux() && OwnProcessor is { } own && System.Length > 0 && System != $"Linux {own}")
        {
            throw SshFaults.OtherSystem(Host, System, $"Linux {own}");
        }
    }

    private static string? OwnProcessor => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => "x86_64",
        Architecture.Arm64 => "aarch64",
        _ => null,
    };

    private async Task CopyAsync(SiloContent content, CancellationTokenSource limit)
    {
        if (!Host.Push)
        {
            throw SshFaults.NoProgram(Host);
        }

        await using var process = SshProcess.Start(
            SshCommand.Arguments(Host, SshScripts.Copy, "-o", "Compression=yes"));
        await process.SayAsync(SshScripts.HeadOf(LinesOf(content)), limit.Token).ConfigureAwait(false);
        // As long as it takes, but something must go on.
        await using var input = new PatientStream(process.Input, limit, ScriptLimit);
        try
        {
            await content.WriteAsync(input, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The host has given up; what it says tells why.
        }

        process.CloseInput();
        var line = await NextAsync(process, limit.Token).ConfigureAwait(false);
        if (line is null)
        {
            throw SshFaults.OfEnd(
                Host, await process.Ended.WaitAsync(limit.Token).ConfigureAwait(false), process.Words);
        }

        if (line != "copied")
        {
            throw await OfScriptAsync(Host, process, line["fail ".Length..]).ConfigureAwait(false);
        }

        WasCopied = true;
    }
}
