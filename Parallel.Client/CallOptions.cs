namespace ParallelCompute;

/// <summary>The optional parameters that every call shares.</summary>
internal readonly record struct CallOptions(
    MapOptions? Options, object? Arguments, Delegate? Setup, CancellationToken CancellationToken);
