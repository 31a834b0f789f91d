using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Launchers.Ssh;
using ParallelCompute.Launching;

namespace ParallelCompute.Doctor;

/// <summary>The hosts of env ssh.</summary>
internal sealed class SshProbe(ClusterSettings settings) : IProbe
{
    private readonly Dictionary<string, SshHost> _hosts =
        SshHost.Of(settings).DistinctBy(h => h.Name).ToDictionary(h => h.Name, StringComparer.Ordinal);

    private readonly SshGuards _guards = new(NullLogger.Instance);

    public IReadOnlyList<string> Nodes => [.. _hosts.Keys];

    public string? Shared => null;

    public async Task<IReadOnlyList<DoctorFinding>> ExamineSystemAsync(CancellationToken cancellationToken)
    {
        try
        {
            var start = new ProcessStartInfo(SshCommand.Program, ["-V"])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            };
            var (_, output, errors) = await ToolProcess.RunAsync(start, "", cancellationToken).ConfigureAwait(false);
            return [new DoctorFinding("ssh", "", true, $"{output}{errors}".Trim())];
        }
        catch (LaunchException e)
        {
            return [new DoctorFinding(
                "ssh", "", false, $"{e.Message}. Install OpenSSH's client (openssh-client).")];
        }
    }

    public IReadOnlyList<string> Folders(string node) =>
        [.. new[] { settings.LocalDirectory, _hosts[node].WorkingDirectory }.OfType<string>()
            .DefaultIfEmpty(Path.GetTempPath())];

    public async Task<NodeAnswer> RunAsync(
        string node, IReadOnlyList<string> arguments, JoinTicket ticket, CancellationToken cancellationToken)
    {
        var host = _hosts[node];
        var target = host.Tunnel ? await SshGuards.TargetAsync(Task.FromResult(ticket)).ConfigureAwait(false) : null;
        var start = new SshStart(host, arguments, _guards.ContentOf(host), settings.Variables, target);
        await using var session = await SshSession.OpenAsync(start, cancellationToken).ConfigureAwait(false);
        await session.Process.SayAsync(ticket.Content + "\n", cancellationToken).ConfigureAwait(false);
        var output = await session.Process.Output.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        var exitCode = await session.Process.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        return exitCode == 0
            ? new NodeAnswer(
                output,
                [new DoctorFinding("host", node, true, $"{session.System}, {SshCommand.Show(host)}"),
                 new DoctorFinding("worker program", node, true,
                    $"{session.Program}{(session.WasCopied ? " (copied just now)" : "")}")])
            : throw SshFaults.OfEnd(host, exitCode, session.Process.Words);
    }

    public ValueTask DisposeAsync() => default;
}
