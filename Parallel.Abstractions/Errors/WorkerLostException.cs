namespace ParallelCompute;

/// <summary>An item was given up because the workers that ran it died.</summary>
public sealed class WorkerLostException : ParallelException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What happened, with the item's index.</param>
    /// <param name="workerId">The worker that died last.</param>
    /// <param name="cause">Why it died, as far as it is known.</param>
    /// <param name="logTail">The last lines that the worker wrote.</param>
    public WorkerLostException(string message, string workerId, string cause, string logTail)
        : base(message) => (WorkerId, Cause, LogTail) = (workerId, cause, logTail);

    /// <summary>The worker that died last.</summary>
    public string WorkerId { get; }

    /// <summary>Why it died: exit code, signal or what else is known.</summary>
    public string Cause { get; }

    /// <summary>The last lines that the worker wrote to its output; empty when it wrote none.</summary>
    public string LogTail { get; }
}
