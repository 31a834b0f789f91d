using System.Diagnostics;
using System.Runtime.CompilerServices;
using ParallelCompute.Engines;
using ParallelCompute.Values;

namespace ParallelCompute.Execution;

/// <summary>The loop that items go through: decode, call, encode.</summary>
/// <param name="function">The bound function; asynchronous ones wait for their task.</param>
/// <param name="types">The client's types.</param>
/// <param name="stopOnError">Whether the first failure ends the batch.</param>
internal sealed class BatchRunner<TItem, TResult>(Func<TItem, TResult> function, ITypeResolver types, bool stopOnError)
    : BatchRunner
{
    private readonly ValueCodec<TItem> _items = ValueCodecs.For<TItem>();
    private readonly ValueCodec<TResult> _results = ValueCodecs.For<TResult>();

    public override int ResultSize => _results.FixedSize;

    public override void Run(Batch batch)
    {
        if (_items.FixedSize > 0 && batch.Items.Length != (long)batch.Count * _items.FixedSize)
        {
            throw new ShippingException(
                $"{batch.Count} items of {_items.FixedSize} bytes arrived as {batch.Items.Length} bytes");
        }

        if (_items.FixedSize > 0 && _results.FixedSize > 0 && !batch.Run.Definition.TimeItems)
        {
            RunFixed(batch);
        }
        else
        {
            RunAny(batch);
        }
    }

    /// <summary>Items and results are plain memory: nothing is encoded one by one.</summary>
    private void RunFixed(Batch batch)
    {
        var results = PooledBytes.Room(batch.Count * Unsafe.SizeOf<TResult>());
        batch.Results = results;
        var next = 0;
        while (next < batch.Count)
        {
            try
            {
                ref var source = ref Unsafe.AsRef(in batch.Items.Span[0]);
                ref var target = ref results[0];
                for (; next < batch.Count && batch.Enter(next); next++)
                {
                    var item = Unsafe.ReadUnaligned<TItem>(ref Unsafe.Add(ref source, next * Unsafe.SizeOf<TItem>()));
                    Blittable.Check(ref item);
                    Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, next * Unsafe.SizeOf<TResult>()), function(item));
                    batch.Leave(next, 0);
                }

                return;
            }
            catch (Exception e)
            {
                // A failed item keeps its place in the results, so that the others stay where they belong; empty, for
                // the array held something else before.
                results.AsSpan(next * Unsafe.SizeOf<TResult>(), Unsafe.SizeOf<TResult>()).Clear();
                var counts = batch.Fail(next, e);
                batch.Leave(next++, 0);
                if (counts && stopOnError)
                {
                    return;
                }
            }
        }
    }

    private void RunAny(Batch batch)
    {
        var reader = new ValueReader(batch.Items, types);
        var writer = new ValueWriter(Math.Max(256, batch.Count * _results.FixedSize)) { UsesPool = true };
        writer.Limit = batch.Run.Definition.ValueLimit is > 0 and var limit ? limit : Array.MaxLength;
        for (var next = 0; next < batch.Count && batch.Enter(next); next++)
        {
            var start = writer.Position;
            var began = Stopwatch.GetTimestamp();
            TItem item;
            try
            {
                reader.NextValue();
                item = _items.Read(reader);
                if (next == batch.Count - 1)
                {
                    batch.ForgetItems();
                    reader.Reset(default);
                }
            }
            catch (ShippingException e)
            {
                // What follows an item that cannot be read cannot be found.
                FailRest(batch, next, e, writer);
                return;
            }

            var goesOn = TryRun(batch, next, item, writer, start);
            batch.Time(next, (long)Stopwatch.GetElapsedTime(began).TotalNanoseconds);
            batch.Results = writer.Buffer;
            batch.Leave(next, writer.Position);
            if (!goesOn && stopOnError)
            {
                return;
            }
        }
    }

    /// <summary>Runs an item; false where its failure counts.</summary>
    private bool TryRun(Batch batch, int next, TItem item, ValueWriter writer, int start)
    {
        try
        {
            var result = function(item);
            writer.NextValue();
            _results.Write(writer, result);
            writer.CheckSize();
            return true;
        }
        catch (Exception e)
        {
            var counts = batch.Fail(next, e is ShippingException shipping ? shipping.Within("result") : e);
            Blank(writer, start);
            return !counts;
        }
    }

    private void FailRest(Batch batch, int next, ShippingException e, ValueWriter writer)
    {
        for (; next < batch.Count && batch.Enter(next); next++)
        {
            batch.Fail(next, e.Within("item"));
            Blank(writer, writer.Position);
            batch.Results = writer.Buffer;
            batch.Leave(next, writer.Position);
        }
    }

    /// <summary>The place of a failed item: nothing, or as many bytes as any result has.</summary>
    private void Blank(ValueWriter writer, int start)
    {
        writer.Rewind(start);
        writer.Reserve(_results.FixedSize).Clear();
    }
}
