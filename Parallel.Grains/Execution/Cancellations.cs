namespace ParallelCompute.Execution;

/// <summary>How items are told to end.</summary>
internal static class Cancellations
{
    /// <summary>Signals a token and returns at once; user code that listens runs on the pool.</summary>
    public static void Request(CancellationTokenSource source) => ThreadPool.UnsafeQueueUserWorkItem(
        static source =>
        {
            try
            {
                source.Cancel();
            }
            catch (Exception e) when (e is AggregateException or ObjectDisposedException)
            {
                // User code that was registered with the token failed, or what was to end has ended; neither matters to
                // the worker.
            }
        },
        source, preferLocal: false);
}
