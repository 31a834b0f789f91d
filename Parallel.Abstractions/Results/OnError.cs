namespace ParallelCompute;

/// <summary>What a run does when the function throws for an item.</summary>
public enum OnError
{
    /// <summary>The run stops and the exception reaches the caller as its own type. The default.</summary>
    Stop,

    /// <summary>The item is left out of the stream and the run goes on. Refused by <c>ParallelMap</c>.</summary>
    Skip,

    /// <summary>The item's result carries the exception. For <c>ParallelForIndexed</c> only.</summary>
    Collect,
}
