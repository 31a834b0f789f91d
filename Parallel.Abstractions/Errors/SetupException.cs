namespace ParallelCompute;

/// <summary>
/// The environment of a worker could not be built: <c>setup</c> threw, took too long or returned nothing.
/// </summary>
public sealed class SetupException : ParallelException
{
    /// <summary>Creates the error.</summary>
    public SetupException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with what <c>setup</c> threw inside.</summary>
    public SetupException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The worker whose setup failed, where it is known.</summary>
    public string? WorkerId { get; init; }
}
