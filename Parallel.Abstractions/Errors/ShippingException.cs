namespace ParallelCompute;

/// <summary>A function or value cannot be sent to a worker, or what arrived cannot be rebuilt.</summary>
public sealed class ShippingException : ParallelException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What cannot be sent and what to do instead.</param>
    /// <param name="path">
    /// The way to the value, from the function or parameter down (<c>closure field 'reader'</c>).
    /// </param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ShippingException(string message, string? path = null, Exception? innerException = null)
        : base(path is null ? message : $"{path}: {message}", innerException) => (Path, Reason) = (path, message);

    /// <summary>The way to the value, from the function or parameter down.</summary>
    public string? Path { get; }

    /// <summary>The message without the path.</summary>
    public string Reason { get; }

    /// <summary>The same error seen from one step further out.</summary>
    /// <param name="step">What holds the value, for example <c>field 'name'</c> or <c>[3]</c>.</param>
    public ShippingException Within(string step) =>
        new(Reason, Path is null ? step : $"{step} -> {Path}", InnerException);
}
