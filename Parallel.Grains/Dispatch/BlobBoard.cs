using System.Security.Cryptography;
using Google.Protobuf;
using ParallelCompute.Code;
using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Dispatch;

/// <summary>
/// Gives the workers of a node turns with a blob, one at a time. The first fetches it from the client, the others then
/// find it where the node keeps its blobs; where the first failed or was lost, the next one fetches.
/// </summary>
/// <remarks>Every need is answered by a turn or a failure, and every turn ends: nobody waits for ever.</remarks>
internal sealed class BlobBoard(IDispatcherHost host)
{
    /// <summary>Parts that may be on their way to a worker, so that other messages pass between them.</summary>
    public const int MostParts = 4;

    /// <summary>Bytes of a part at the most.</summary>
    public const int PartBytes = 1024 * 1024;

    /// <summary>Needs of one worker at a time, waiting or in their turn.</summary>
    public const int MostNeeds = 64;

    /// <summary>A worker that asks for nothing for so long loses its turn.</summary>
    public static readonly TimeSpan TurnLimit = TimeSpan.FromMinutes(2);

    private readonly Dictionary<(string Worker, long Need), BlobNeed> _needs = [];

    /// <summary>The first of a line has the turn.</summary>
    private readonly Dictionary<(string Node, ByteString Hash), LinkedList<BlobNeed>> _lines = [];

    /// <summary>Needs that wait or have their turn.</summary>
    public int Count => _needs.Count;

    /// <param name="worker">The worker that lacks the blob.</param>
    /// <param name="message">What it says.</param>
    /// <param name="session">The session that names the blob; null where it has ended.</param>
    public void Need(Worker worker, NeedBlob message, Session? session)
    {
        // What it sent is of any length, and goes to no log.
        if (message.Blob?.Sha256.Length != SHA256.HashSizeInBytes || message.Blob.Size < 0 || message.Need < 1 ||
            _needs.ContainsKey((worker.Id, message.Need)) || worker.Needs == MostNeeds)
        {
            host.Disconnect(worker.Id, $"it needs a blob that cannot be, as need {message.Need} of {worker.Needs}");
            return;
        }

        worker.LastNeed = Math.Max(worker.LastNeed, message.Need);
        if (session is null)
        {
            Refuse(worker, message.Need, "its client has closed");
            return;
        }

        var need = new BlobNeed(message.Need, worker, session, message.Blob);
        _needs.Add((worker.Id, need.Id), need);
        worker.Needs++;
        if (!_lines.TryGetValue(need.Line, out var line))
        {
            _lines.Add(need.Line, line = []);
        }

        line.AddLast(need);
        if (line.Count == 1)
        {
            Begin(need);
        }
    }

    public void NeedPart(Worker worker, NeedPart part)
    {
        if (!_needs.TryGetValue((worker.Id, part.Need), out var need))
        {
            // Its turn was taken from it, which it learns as soon as it reads.
            RefuseUnknown(worker, part.Need);
            return;
        }

        if (need.Limit is null || part.Offset != need.Asked || part.Size is < 1 or > PartBytes ||
            part.Size > need.Blob.Size - part.Offset || need.Parts == MostParts)
        {
            host.Disconnect(worker.Id, $"it asks for a part of a blob that it may not have: {part}");
            return;
        }

        need.Asked += part.Size;
        need.Parts++;
        Watch(need);
        need.Session.Observer.PartNeeded(worker.Id, need.Blob, part);
    }

    /// <summary>The client's answer; one that comes too late is dropped.</summary>
    public void Send(string worker, BlobPart part, ReadOnlyMemory<byte> bytes)
    {
        if (_needs.TryGetValue((worker, part.Need), out var need) && need.Parts > 0)
        {
            need.Parts--;
            need.Worker.Grain.Receive(new ToWorker { BlobPart = part }, bytes);
        }
    }

    public void End(Worker worker, long id)
    {
        if (_needs.TryGetValue((worker.Id, id), out var need))
        {
            Leave(need);
        }
        else
        {
            RefuseUnknown(worker, id);
        }
    }

    public void Lose(Worker worker) => LeaveAll(need => need.Worker == worker);

    public void Close(Session session) =>
        LeaveAll(need => need.Session == session, need => Refuse(need.Worker, need.Id, "its client has closed"));

    /// <summary>Waiting needs go first: none of them shall have a turn in between.</summary>
    private void LeaveAll(Func<BlobNeed, bool> which, Action<BlobNeed>? also = null)
    {
        foreach (var need in _needs.Values.Where(which).OrderBy(n => n.Limit is not null).ToList())
        {
            also?.Invoke(need);
            Leave(need);
        }
    }

    private void Begin(BlobNeed need)
    {
        Watch(need);
        need.Worker.Grain.Receive(new ToWorker { BlobTurn = new BlobTurn { Need = need.Id } }, default);
    }

    private void Watch(BlobNeed need)
    {
        need.Limit?.Dispose();
        need.Limit = host.After(TurnLimit, () =>
        {
            if (_needs.GetValueOrDefault((need.Worker.Id, need.Id)) == need)
            {
                Refuse(need.Worker, need.Id, $"nothing of it moved for {TurnLimit.TotalSeconds} s");
                Leave(need);
            }
        });
    }

    private void Leave(BlobNeed need)
    {
        need.Limit?.Dispose();
        _needs.Remove((need.Worker.Id, need.Id));
        need.Worker.Needs--;
        var line = _lines[need.Line];
        var hadTurn = line.First!.Value == need;
        line.Remove(need);
        if (line.Count == 0)
        {
            _lines.Remove(need.Line);
        }
        else if (hadTurn)
        {
            Begin(line.First!.Value);
        }
    }

    private void RefuseUnknown(Worker worker, long need)
    {
        if (need < 1 || need > worker.LastNeed)
        {
            host.Disconnect(worker.Id, $"it speaks of need {need}, which it never had");
        }
    }

    private static void Refuse(Worker worker, long need, string why)
    {
        var failure = Failures.Of(new ShippingException($"a large value or code cannot be had from the client: {why}"));
        worker.Grain.Receive(new ToWorker { BlobTurn = new BlobTurn { Need = need, Failure = failure } }, default);
    }
}
