using System.Diagnostics;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Guarding;

namespace ParallelCompute.Doctor;

/// <summary>This machine, for workers that are its processes.</summary>
internal sealed class LocalProbe(ClusterSettings settings) : IProbe
{
    public IReadOnlyList<string> Nodes => ["this machine"];

    public string? Shared => null;

    public Task<IReadOnlyList<DoctorFinding>> ExamineSystemAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<DoctorFinding> findings;
        try
        {
            var program = SiloProgram.Find();
            findings = [new DoctorFinding("worker program", "", true, $"{program.Host} {program.Assembly}")];
        }
        catch (LaunchException e)
        {
            findings = [new DoctorFinding("worker program", "", false, e.Message)];
        }

        return Task.FromResult(findings);
    }

    public IReadOnlyList<string> Folders(string node) => [settings.LocalDirectory ?? Path.GetTempPath()];

    public async Task<NodeAnswer> RunAsync(
        string node, IReadOnlyList<string> arguments, JoinTicket ticket, CancellationToken cancellationToken)
    {
        var program = SiloProgram.Find();
        var start = new ProcessStartInfo(program.Host, [program.Assembly, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in settings.Variables)
        {
            start.Environment[name] = value;
        }

        var (exitCode, output, errors) = await ToolProcess.RunAsync(start, ticket.Content, cancellationToken)
            .ConfigureAwait(false);
        return exitCode == 0 ? new NodeAnswer(output, []) : throw new LaunchException(
            $"The worker program ended with exit code {exitCode}: {errors.Trim()}")
        {
            Command = $"{program.Host} {program.Assembly} examine", ExitCode = exitCode, Output = errors,
        };
    }

    public ValueTask DisposeAsync() => default;
}
