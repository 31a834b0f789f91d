using ParallelCompute.Launching;

namespace ParallelCompute.Doctor;

/// <summary>
/// How the doctor looks at one system that starts workers: at the system itself, and by it at nodes. One for each env.
/// </summary>
internal interface IProbe : IAsyncDisposable
{
    /// <summary>Looks at the system, its command for example. Nodes are not tried where something is wrong.</summary>
    Task<IReadOnlyList<DoctorFinding>> ExamineSystemAsync(CancellationToken cancellationToken);

    /// <summary>Nodes to look at; names that people know.</summary>
    IReadOnlyList<string> Nodes { get; }

    /// <summary>Folders that a node must be able to write to.</summary>
    IReadOnlyList<string> Folders(string node);

    /// <summary>A folder that this machine and the nodes share; null: there need not be one.</summary>
    string? Shared { get; }

    /// <summary>Has <c>parallel-silo examine</c> run on a node.</summary>
    /// <param name="node">One of <see cref="Nodes"/>.</param>
    /// <param name="arguments">The program's arguments, <c>examine</c> first.</param>
    /// <param name="ticket">What the program is to be handed.</param>
    /// <param name="cancellationToken">Gives up; what was started there is ended.</param>
    /// <returns>What the program wrote to standard output, and what there is to tell of the way there.</returns>
    /// <exception cref="LaunchException">It cannot be run there.</exception>
    Task<NodeAnswer> RunAsync(
        string node, IReadOnlyList<string> arguments, JoinTicket ticket, CancellationToken cancellationToken);
}
