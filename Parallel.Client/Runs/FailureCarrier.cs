using ParallelCompute.Wire;

namespace ParallelCompute.Runs;

/// <summary>Carries why a run failed to its consumer, who rebuilds the exception proper.</summary>
internal sealed class FailureCarrier(Failure failure) : Exception
{
    public Failure Failure => failure;
}
