using ParallelCompute.Dispatch;
using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

/// <summary>A worker that fetches blobs as a real one does, when the schedule says so.</summary>
/// <param name="id">Its id.</param>
/// <param name="store">Hashes that its node has.</param>
/// <param name="sent">Told of each message at the moment it is sent to the worker.</param>
internal sealed class BlobWorker(string id, HashSet<Google.Protobuf.ByteString> store, Action<ToWorker> sent)
    : IWorkerGrain
{
    private readonly Dictionary<long, (NeedBlob Need, long Asked, long Got)> _needs = [];
    private long _last;

    public string Id => id;

    public Queue<ToWorker> Inbox { get; } = [];

    public Queue<ToDispatcher> Outbox { get; } = [];

    /// <summary>Needs without an answer; a need that has its turn still waits for its parts.</summary>
    public int Open => _needs.Count;

    public void Receive(ToWorker message, ReadOnlyMemory<byte> payload)
    {
        sent(message);
        Inbox.Enqueue(message);
    }

    /// <summary>Lacks a blob, unless it asks for it already: a real worker's threads ask one at a time.</summary>
    public void Lack(long session, Blob blob)
    {
        if (!store.Contains(blob.Sha256) && _needs.Values.All(n => n.Need.Blob.Sha256 != blob.Sha256))
        {
            var need = new NeedBlob { Need = ++_last, Session = session, Blob = blob };
            _needs.Add(need.Need, (need, -1, 0));
            Outbox.Enqueue(new ToDispatcher { NeedBlob = need });
        }
    }

    /// <summary>Reads one message; in its turn it asks for parts, as many at once as it may.</summary>
    public void Read()
    {
        var message = Inbox.Dequeue();
        var (number, failure) = message.BlobTurn is { } turn
            ? (turn.Need, turn.Failure) : (message.BlobPart.Need, message.BlobPart.Failure);
        if (!_needs.TryGetValue(number, out var state))
        {
            Assert.True(failure is not null || message.BlobPart is not null, "a need was answered twice");
            return;
        }

        if (failure is not null || store.Contains(state.Need.Blob.Sha256))
        {
            End(number);
            return;
        }

        Assert.Equal(message.BlobTurn is not null, state.Asked < 0);
        state = (state.Need, Math.Max(0, state.Asked), state.Got + (message.BlobPart is null ? 0 : 1));
        for (var size = state.Need.Blob.Size; state.Asked < size && state.Asked - state.Got < BlobBoard.MostParts;)
        {
            var part = new NeedPart { Need = number, Offset = state.Asked++, Size = 1 };
            Outbox.Enqueue(new ToDispatcher { NeedPart = part });
        }

        _needs[number] = state;
        if (state.Got == state.Need.Blob.Size)
        {
            store.Add(state.Need.Blob.Sha256);
            End(number);
        }
    }

    /// <summary>Gives up a need, as with a full disk.</summary>
    public void GiveUp(Pick pick)
    {
        if (_needs.Where(n => n.Value.Asked >= 0).Select(n => n.Key).ToList() is { Count: > 0 } turns)
        {
            End(pick.Of(turns));
        }
    }

    /// <summary>Says what it may not.</summary>
    public ToDispatcher Lie(Pick pick)
    {
        var need = _needs.Where(n => n.Value.Asked >= 0).Select(n => n.Key).FirstOrDefault(_last + 7);
        var blob = new Blob { Sha256 = Google.Protobuf.ByteString.CopyFrom(new byte[pick.Of([0, 31, 33])]) };
        return pick.Next(4) switch
        {
            0 => new ToDispatcher { NeedBlob = new NeedBlob { Need = _last + 9, Session = 1, Blob = blob } },
            1 => new ToDispatcher { NeedBlob = new NeedBlob { Need = _last + 9, Session = 1 } },
            2 => new ToDispatcher
            {
                NeedPart = new NeedPart { Need = need, Offset = pick.Of([-1, 100, long.MaxValue]), Size = 1 },
            },
            _ => new ToDispatcher
            {
                NeedPart = new NeedPart { Need = need, Offset = 0, Size = pick.Of([0, -5, 64, int.MaxValue]) },
            },
        };
    }

    private void End(long need)
    {
        _needs.Remove(need);
        Outbox.Enqueue(new ToDispatcher { EndNeed = new EndNeed { Need = need } });
    }
}
