using ParallelCompute.Engines;
using ParallelCompute.Reporting;
using ParallelCompute.Runs;
using ParallelCompute.Shipping;
using ParallelCompute.Values;

namespace ParallelCompute;

public sealed partial class ParallelClient
{
    internal async Task<TResult[]> MapCoreAsync<TItem, TResult>(
        Delegate function, ItemSource<TItem> items, CallOptions call)
    {
        var policy = Policies.ForMap(call.Options);
        var reader = Start<TItem, TResult>(function, items, call, policy, inputs: null, call.CancellationToken);
        await using var _ = reader.ConfigureAwait(false);
        var results = new OrderedResults<TResult>(items.Count);
        while (await reader.AdvanceAsync().ConfigureAwait(false) is { } end)
        {
            var array = results.UpTo(end);
            if (reader.HasPlain)
            {
                reader.CopyPlain(array);
            }

            while (reader.TryRead(out var item))
            {
                array[item.Index] = item.Value!;
            }
        }

        return results.ToArray();
    }

    internal IAsyncEnumerable<TResult> ForCore<TItem, TResult>(
        Delegate function, ItemSource<TItem> items, CallOptions call)
    {
        var policy = Policies.ForStream(call.Options);
        RunPlan.Check<TItem, TResult>(function, call, call.Setup ?? Setup);
        return new ResultStream<TItem, TResult>(token => new ValueTask<RunReader<TItem, TResult>>(
            Start<TItem, TResult>(function, items, call, policy, inputs: null, token)));
    }

    internal IAsyncEnumerable<ItemResult<TItem, TResult>> ForIndexedCore<TItem, TResult>(
        Delegate function, ItemSource<TItem> items, CallOptions call)
    {
        RunPlan.Check<TItem, TResult>(function, call, call.Setup ?? Setup);
        return IndexedAsync<TItem, TResult>(function, items, call);
    }

    internal TResult[] MapCore<TItem, TResult>(Delegate function, ItemSource<TItem> items, CallOptions call) =>
        // On the pool: a caller with a synchronization context would wait for itself.
        Task.Run(() => MapCoreAsync<TItem, TResult>(function, items, call)).GetAwaiter().GetResult();

    internal IEnumerable<TResult> ForSyncCore<TItem, TResult>(
        Delegate function, ItemSource<TItem> items, CallOptions call) =>
        new BlockingStream<TResult>(ForCore<TItem, TResult>(function, items, call));

    internal IEnumerable<ItemResult<TItem, TResult>> ForIndexedSyncCore<TItem, TResult>(
        Delegate function, ItemSource<TItem> items, CallOptions call) =>
        new BlockingStream<ItemResult<TItem, TResult>>(ForIndexedCore<TItem, TResult>(function, items, call));

    internal ParallelTask<TResult> SubmitCore<TItem, TResult>(Delegate function, TItem item, CallOptions call)
    {
        Policies.ForMap(call.Options);
        return new ParallelTask<TResult>(
            token => SubmitAsync<TItem, TResult>(function, item, call, token), call.CancellationToken);
    }

    internal async Task<TResult> SubmitAsync<TItem, TResult>(
        Delegate function, TItem item, CallOptions call, CancellationToken cancellationToken)
    {
        var constants = new LargeConstants(_cluster.Settings.ValueLimit);
        var definition = Define<TItem, TResult>(function, call, constants);
        definition.Once = true;
        var request = new RunRequest(
            definition, 1, 1, 1, SingleItem.Encode(function, item, definition.ValueLimit),
            call.Options?.Priority ?? 0, call.Options?.Resources);
        SubmitRun? run = null;
        Open(definition, call, constants, held => _cluster.Dispatcher.OpenRun(request, run = new SubmitRun(held)));
        using var meter = Meter(call.Options, 1);
        using var canceling = cancellationToken.UnsafeRegister(
            _ => _cluster.Dispatcher.CancelRun(definition.Run), null);
        var result = await run!.ResultAsync<TResult>(cancellationToken).ConfigureAwait(false);
        meter?.Add(1, 0);
        return result;
    }

    private async IAsyncEnumerable<ItemResult<TItem, TResult>> IndexedAsync<TItem, TResult>(
        Delegate function, ItemSource<TItem> items, CallOptions call,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var inputs = new InputWindow<TItem>();
        var policy = call.Options?.OnError ?? OnError.Stop;
        var reader = Start<TItem, TResult>(function, items, call, policy, inputs, cancellationToken);
        await using var _ = reader.ConfigureAwait(false);
        while (await reader.AdvanceAsync().ConfigureAwait(false) is not null)
        {
            while (reader.TryRead(out var item))
            {
                yield return new ItemResult<TItem, TResult>
                {
                    Index = item.Index,
                    Input = inputs.Take(item.Index),
                    Value = item.Value,
                    Error = item.Error,
                    WorkerId = item.Worker,
                    Attempt = item.Attempt,
                    Elapsed = TimeSpan.FromTicks(item.Nanoseconds / TimeSpan.NanosecondsPerTick),
                };
            }
        }
    }

    /// <summary>Tells of a run's progress whoever wants to know; null where nobody does.</summary>
    private RunMeter? Meter(MapOptions? options, long? total)
    {
        List<IProgress<RunProgress>> listeners = options?.Progress is { } own ? [own] : [];
        if (options is { ShowProgress: true })
        {
            listeners.Add(ProgressOutput.Show());
        }

        return listeners.Count == 0 ? null
            : new RunMeter(() => _cluster.ReadyWorkers, listeners, _logger, TimeProvider.System) { Total = total };
    }

    /// <summary>Opens a run; both tokens cancel it.</summary>
    private RunReader<TItem, TResult> Start<TItem, TResult>(
        Delegate function, ItemSource<TItem> items, CallOptions call, OnError policy, InputWindow<TItem>? inputs,
        CancellationToken cancellationToken)
    {
        var constants = new LargeConstants(_cluster.Settings.ValueLimit);
        var definition = Define<TItem, TResult>(function, call, constants);
        definition.TimeItems = inputs is not null;
        var linked = cancellationToken == call.CancellationToken || !cancellationToken.CanBeCanceled ? null
            : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, call.CancellationToken);
        var request = new RunRequest(
            definition, items.Count, call.Options?.BatchSize, call.Options?.MaxInFlight,
            Priority: call.Options?.Priority ?? 0, Resources: call.Options?.Resources);
        ClientRun<TItem>? run = null;
        RunMeter? meter = null;
        void Closed()
        {
            linked?.Dispose();
            meter?.Dispose();
        }

        Open(definition, call, constants, held => run = new ClientRun<TItem>(
            request, function, items, _cluster.Dispatcher, inputs, meter = Meter(call.Options, items.Count), held,
            Closed, linked?.Token ?? call.CancellationToken));
        var codec = ValueCodecs.For<TResult>();
        return new RunReader<TItem, TResult>(run!, new OutcomeReader<TResult>(codec, definition.TimeItems), policy);
    }
}
