namespace ParallelCompute.Execution;

/// <summary>The environment of a worker: the named values that <c>setup</c> returned.</summary>
public static class EnvironmentValues
{
    /// <summary>Reads the named values out of what <c>setup</c> returned, in its order.</summary>
    /// <param name="returned">A dictionary with string keys or an object with properties; awaited already.</param>
    /// <exception cref="SetupException">It holds no named values.</exception>
    public static IReadOnlyDictionary<string, object?> From(object? returned)
    {
        if (!NamedValues.TryRead(returned, out var values, out var problem))
        {
            throw NotNamed(problem);
        }

        var environment = new OrderedDictionary<string, object?>(values.Count, StringComparer.Ordinal);
        foreach (var (name, value, _) in values)
        {
            environment[name] = value;
        }

        return environment;
    }

    /// <summary>The error for a <c>setup</c> that returns something else.</summary>
    /// <param name="problem">What it returns.</param>
    public static SetupException NotNamed(string problem) => new(
        "setup must return named values, for example new { model = LoadModel() } or a dictionary with string keys; " +
        $"it returned {problem}.");

    /// <summary>Disposes the values that can be, the last first; each object once, also under two names.</summary>
    /// <param name="values">The environment; must not be used afterwards.</param>
    /// <param name="onError">Told the name and error where disposing fails; the others are disposed still.</param>
    public static async Task DisposeAsync(
        IReadOnlyDictionary<string, object?> values, Action<string, Exception> onError)
    {
        var done = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var (name, value) in values.Reverse())
        {
            if (value is not (IAsyncDisposable or IDisposable) || !done.Add(value))
            {
                continue;
            }

            try
            {
                await DisposeAsync(value);
            }
            catch (Exception e)
            {
                onError(name, e);
            }
        }
    }

    private static ValueTask DisposeAsync(object value)
    {
        if (value is IAsyncDisposable gentle)
        {
            return gentle.DisposeAsync();
        }

        ((IDisposable)value).Dispose();
        return default;
    }
}
