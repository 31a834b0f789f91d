using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ParallelCompute.Code;
using ParallelCompute.Engines;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Runs;

/// <summary>Decodes the outcomes of one range after another, item by item.</summary>
/// <remarks>
/// Results lie in item order. Where results have a fixed size a failed item keeps its place; otherwise it has no bytes.
/// With timed items, 8 bytes for every item of the range follow the results.
/// </remarks>
internal sealed class OutcomeReader<TResult>(ValueCodec<TResult> codec, bool timed)
{
    private readonly ValueReader _reader = new(default, KnownTypes.Instance);
    private readonly Dictionary<long, Failure> _failures = [];
    private Outcome _outcome;
    private ReadOnlyMemory<byte> _results;
    private ReadOnlyMemory<byte> _times;
    private int _next;
    private int _end;

    /// <summary>Items of the present range that were not read yet.</summary>
    public int Left => _end - _next;

    /// <summary>Whether the rest of the range is results in one piece, ready to be copied.</summary>
    public bool IsPlain => codec.TakesAnyBits && _failures.Count == 0 && _outcome.Lost is null;

    /// <exception cref="ShippingException">The range does not hold together.</exception>
    public void Begin(Outcome outcome)
    {
        if (_outcome.Range is { } before && _outcome.Skip == 0 && _outcome.Take == before.Count)
        {
            // All of it was this reader's.
            PooledBytes.Return(_outcome.Payload);
        }

        _outcome = outcome;
        _failures.Clear();
        (_next, _end) = (outcome.Skip, outcome.Skip + outcome.Take);
        if (outcome.Range is not { } range)
        {
            (_next, _end) = (0, 1);
            return;
        }

        foreach (var failure in range.Failures)
        {
            _failures[failure.Index] = failure.Failure;
        }

        var timesBytes = timed ? range.Count * sizeof(long) : 0;
        if (outcome.Payload.Length < timesBytes)
        {
            throw new ShippingException($"{range.Count} results arrived in {outcome.Payload.Length} bytes");
        }

        _results = outcome.Payload[..^timesBytes];
        _times = outcome.Payload[^timesBytes..];
        if (codec.FixedSize > 0)
        {
            if (_results.Length != (long)range.Count * codec.FixedSize)
            {
                throw new ShippingException($"{range.Count} results arrived in {_results.Length} bytes");
            }

            return;
        }

        _reader.Reset(_results);
        for (var i = 0; i < outcome.Skip; i++)
        {
            if (!_failures.ContainsKey(range.First + i))
            {
                _reader.NextValue();
                codec.Read(_reader);
            }
        }
    }

    /// <summary>The next result where <see cref="IsPlain"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TResult ReadPlain() => Unsafe.ReadUnaligned<TResult>(
        ref Unsafe.Add(ref MemoryMarshal.GetReference(_results.Span), _next++ * Unsafe.SizeOf<TResult>()));

    /// <summary>Copies the rest of the range to its places, where <see cref="IsPlain"/>.</summary>
    public int CopyPlain(TResult[] target)
    {
        var count = Left;
        if (count > 0)
        {
            var from = _results.Span.Slice(_next * Unsafe.SizeOf<TResult>(), count * Unsafe.SizeOf<TResult>());
            // Bounds are checked by taking both ends.
            var first = _outcome.Range!.First + _next;
            _ = target[first + count - 1];
            Unsafe.CopyBlockUnaligned(
                ref Unsafe.As<TResult, byte>(ref target[first]), ref MemoryMarshal.GetReference(from),
                (uint)from.Length);
            _next = _end;
        }

        return count;
    }

    /// <summary>The next item's outcome.</summary>
    /// <exception cref="ShippingException">The result cannot be decoded.</exception>
    public void Read(out ItemOutcome<TResult> item)
    {
        item = new ItemOutcome<TResult> { Worker = _outcome.Worker, Attempt = _outcome.Attempt };
        var place = _next++;
        if (_outcome.Range is not { } range)
        {
            (item.Index, item.Error) = (_outcome.Index, _outcome.Lost);
        }
        else
        {
            item.Index = range.First + place;
            item.Nanoseconds = timed ? BitConverter.ToInt64(_times.Span[(place * sizeof(long))..]) : 0;
            if (_failures.TryGetValue(item.Index, out var failure))
            {
                item.Error = Failures.Rebuild(failure, KnownTypes.Instance);
            }
            else if (codec.FixedSize > 0)
            {
                _reader.Reset(_results.Slice(place * codec.FixedSize, codec.FixedSize));
                item.Value = codec.Read(_reader);
            }
            else
            {
                _reader.NextValue();
                item.Value = codec.Read(_reader);
            }
        }

        if (item.Error is { } error)
        {
            error.Data["ItemIndex"] = item.Index;
            error.Data["WorkerId"] = item.Worker;
        }
    }
}
