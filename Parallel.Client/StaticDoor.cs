using ParallelCompute.Runs;

namespace ParallelCompute;

/// <summary>The calls of <see cref="ParallelCluster"/>: find the client, hold it for the call, let it go.</summary>
internal static class StaticDoor
{
    public static async Task<TResult[]> MapCoreAsync<TItem, TResult>(
        Delegate function, ItemSource<TItem> items, CallOptions call)
    {
        Policies.ForMap(call.Options);
        RunPlan.Check<TItem, TResult>(function, call, KnownSetup(call));
        var client = await SharedClient.HoldAsync(call.CancellationToken).ConfigureAwait(false);
        try
        {
            return await client.MapCoreAsync<TItem, TResult>(function, items, call).ConfigureAwait(false);
        }
        finally
        {
            client.Release();
        }
    }

    public static IAsyncEnumerable<TResult> ForCore<TItem, TResult>(
        Delegate function, ItemSource<TItem> items, CallOptions call)
    {
        Policies.ForStream(call.Options);
        RunPlan.Check<TItem, TResult>(function, call, KnownSetup(call));
        return Defer(call, client => client.ForCore<TItem, TResult>(function, items, call));
    }

    public static IAsyncEnumerable<ItemResult<TItem, TResult>> ForIndexedCore<TItem, TResult>(
        Delegate function, ItemSource<TItem> items, CallOptions call)
    {
        RunPlan.Check<TItem, TResult>(function, call, KnownSetup(call));
        return Defer(call, client => client.ForIndexedCore<TItem, TResult>(function, items, call));
    }

    public static TResult[] MapCore<TItem, TResult>(Delegate function, ItemSource<TItem> items, CallOptions call) =>
        Task.Run(() => MapCoreAsync<TItem, TResult>(function, items, call)).GetAwaiter().GetResult();

    public static IEnumerable<TResult> ForSyncCore<TItem, TResult>(
        Delegate function, ItemSource<TItem> items, CallOptions call) =>
        new BlockingStream<TResult>(ForCore<TItem, TResult>(function, items, call));

    public static IEnumerable<ItemResult<TItem, TResult>> ForIndexedSyncCore<TItem, TResult>(
        Delegate function, ItemSource<TItem> items, CallOptions call) =>
        new BlockingStream<ItemResult<TItem, TResult>>(ForIndexedCore<TItem, TResult>(function, items, call));

    public static ParallelTask<TResult> SubmitCore<TItem, TResult>(Delegate function, TItem item, CallOptions call)
    {
        Policies.ForMap(call.Options);
        return new ParallelTask<TResult>(
            token => SubmitAsync<TItem, TResult>(function, item, call, token), call.CancellationToken);
    }

    private static async Task<TResult> SubmitAsync<TItem, TResult>(
        Delegate function, TItem item, CallOptions call, CancellationToken cancellationToken)
    {
        RunPlan.Check<TItem, TResult>(function, call, KnownSetup(call));
        var client = await SharedClient.HoldAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await client.SubmitAsync<TItem, TResult>(function, item, call, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            client.Release();
        }
    }

    /// <summary>Bad input is found before a cluster is started for it.</summary>
    private static Delegate? KnownSetup(CallOptions call) => call.Setup ?? ParallelCluster.Latest()?.Setup;

    private static DeferredStream<T> Defer<T>(CallOptions call, Func<ParallelClient, IAsyncEnumerable<T>> open) =>
        new(async () =>
        {
            var client = await SharedClient.HoldAsync(call.CancellationToken).ConfigureAwait(false);
            return (open(client), client.Release);
        });
}
