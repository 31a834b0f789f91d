using ParallelCompute.Dispatch;
using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Standalone;

/// <summary>A run as its client remembers it, to open it again at a dispatcher that knows nothing of it.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class RemoteRun(RunRequest request, IRunObserver observer)
{
    /// <summary>Input of which something has no outcome yet, in order.</summary>
    private readonly Queue<ItemBlock> _fed = new();

    /// <summary>Indices after the cursor that have an outcome.</summary>
    private readonly IndexSet _settled = new();

    /// <summary>All before this have an outcome.</summary>
    private long _cursor;
    private long? _total;
    private long _consumed;

    public IRunObserver Observer => observer;

    public long Environment => request.Definition.Environment;

    private long Id => request.Definition.Run;

    public void Feed(ItemBlock items) => _fed.Enqueue(items);

    public void EndInput(long total) => _total = total;

    public void Acknowledge(long consumed) => _consumed = consumed;

    /// <summary>Records outcomes; returns the parts of the range that had none before.</summary>
    public List<(long First, long End)> Settle(long first, long end)
    {
        var news = _settled.Outside(Math.Max(first, _cursor), end);
        _settled.Add(Math.Max(first, _cursor), end);
        if (_settled.Within(_cursor, _cursor + 1).Count > 0)
        {
            var next = _settled.Within(_cursor, long.MaxValue)[0].End;
            _settled.Remove(_cursor, next);
            _cursor = next;
        }

        while (_fed.TryPeek(out var oldest) && oldest.End <= _cursor)
        {
            _fed.Dequeue();
        }

        return news;
    }

    /// <summary>Says all of it again, from the first item without an outcome on.</summary>
    public void Repeat(Action<FromClient, ReadOnlyMemory<byte>> send)
    {
        if (request.Input is { } whole)
        {
            var rest = After(whole);
            send(new FromClient { OpenRun = WireRuns.Of(request with { Input = rest, First = _cursor }) }, rest.Bytes);
            return;
        }

        send(new FromClient { OpenRun = WireRuns.Of(request with { First = _cursor }) }, default);
        foreach (var block in _fed)
        {
            var rest = After(block);
            send(
                new FromClient { FeedItems = new FeedItems { Run = Id, Items = WireItems.Of(rest) } }, rest.Bytes);
        }

        send(new FromClient { Acknowledge = new Acknowledge { Run = Id, Consumed = _consumed } }, default);
        if (_total is { } total)
        {
            send(new FromClient { EndInput = new EndInput { Run = Id, Count = total } }, default);
        }
    }

    private ItemBlock After(ItemBlock block)
    {
        var skip = (int)Math.Max(0, _cursor - block.First);
        return block.Slice(skip, block.Count - skip);
    }
}
