namespace ParallelCompute.Runs;

/// <summary>Which error policies a call can have.</summary>
internal static class Policies
{
    /// <exception cref="BindingException">The results would not stay aligned with the items.</exception>
    public static OnError ForMap(MapOptions? options) => options?.OnError switch
    {
        null or OnError.Stop => OnError.Stop,
        OnError.Skip => throw new BindingException(
            "options.OnError is Skip, which would leave holes in the results; use ParallelFor, which leaves failed " +
            "items out, or ParallelForIndexed.", nameof(MapOptions.OnError)),
        _ => throw OnlyIndexed(),
    };

    /// <exception cref="BindingException">A plain stream has no place for errors.</exception>
    public static OnError ForStream(MapOptions? options) => options?.OnError switch
    {
        null or OnError.Stop => OnError.Stop,
        OnError.Skip => OnError.Skip,
        _ => throw OnlyIndexed(),
    };

    private static BindingException OnlyIndexed() => new(
        "options.OnError is Collect, which hands out errors beside results; use ParallelForIndexed, whose results " +
        "carry them.", nameof(MapOptions.OnError));
}
