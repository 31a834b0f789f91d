namespace ParallelCompute;

/// <summary>
/// A function's signature does not fit its items, arguments or environment; found before any item runs.
/// </summary>
public sealed class BindingException : ParallelException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What does not fit, with the types wanted and found.</param>
    /// <param name="parameter">The parameter or argument concerned.</param>
    public BindingException(string message, string? parameter = null)
        : base(message) => Parameter = parameter;

    /// <summary>The parameter or argument concerned, where there is one.</summary>
    public string? Parameter { get; }
}
