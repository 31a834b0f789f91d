using ParallelCompute.Launching;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>How a guard makes known what it sees. Safe to call from any thread; never throws.</summary>
internal interface IGuardReport
{
    /// <summary>Tells of a worker; ends when that is told, or cannot be.</summary>
    /// <param name="notice">What there is to tell.</param>
    /// <param name="process">Of which process.</param>
    /// <param name="insist">Whether to try again where nobody listens.</param>
    Task TellAsync(LaunchNotice notice, int process, bool insist = true);

    /// <summary>Where a worker's lines go.</summary>
    IOutputSink Output(string worker);
}
