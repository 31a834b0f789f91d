namespace ParallelCompute;

/// <summary>
/// The root of every error that this library reports; catch it to tell its errors from those of user code.
/// </summary>
/// <remarks>An exception thrown by a user's function is never wrapped: it reaches the caller as its own type.</remarks>
public class ParallelException : Exception
{
    /// <summary>Creates the error with a message that says what happened, with which values, and what to do.</summary>
    public ParallelException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    public ParallelException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
