namespace ParallelCompute;

/// <summary>Stands for an exception of user code whose type cannot be rebuilt at the caller.</summary>
public sealed class RemoteException : ParallelException
{
    /// <summary>Creates the stand-in.</summary>
    /// <param name="typeName">The full name of the exception's type on the worker.</param>
    /// <param name="message">Its message.</param>
    /// <param name="innerException">Its inner exception.</param>
    public RemoteException(string typeName, string message, Exception? innerException = null)
        : base($"{typeName}: {message}", innerException) => TypeName = typeName;

    /// <summary>The full name of the exception's type on the worker.</summary>
    public string TypeName { get; }
}
