using ParallelCompute.Launching;

namespace ParallelCompute.Doctor;

/// <summary>For an env that the doctor cannot look at: it says so, and claims nothing.</summary>
internal sealed class NoProbe(string env) : IProbe
{
    public IReadOnlyList<string> Nodes => [];

    public string? Shared => null;

    public Task<IReadOnlyList<DoctorFinding>> ExamineSystemAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DoctorFinding>>(
        [
            new DoctorFinding("system", "", false, $"this version does not look at env {env}: whether its workers " +
                "could start and connect is not known. Start a client with n_workers 1 to find out."),
        ]);

    public IReadOnlyList<string> Folders(string node) => [];

    public Task<NodeAnswer> RunAsync(
        string node, IReadOnlyList<string> arguments, JoinTicket ticket, CancellationToken cancellationToken) =>
        throw new LaunchException($"There is no node of env {env} to look at.");

    public ValueTask DisposeAsync() => default;
}
