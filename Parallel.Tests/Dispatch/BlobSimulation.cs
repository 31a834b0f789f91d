using Google.Protobuf;
using ParallelCompute.Dispatch;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

/// <summary>
/// A board among model workers of two nodes and two clients; every number of a schedule is one thing that happens.
/// </summary>
internal sealed class BlobSimulation
{
    private const int MostWorkers = 5;

    private static readonly Blob[] s_blobs = [.. Enumerable.Range(0, 3).Select(i => new Blob
    {
        // Sizes are in parts of one byte: none, fewer than may be on their way at once, more.
        Sha256 = ByteString.CopyFrom([.. Enumerable.Repeat((byte)i, 32)]), Size = i * 5,
    })];

    private readonly VirtualHost _host = new();
    private readonly BlobBoard _board;
    private readonly Action<string>? _trace;
    private readonly Dictionary<string, (Worker Known, BlobWorker Model)> _workers = [];
    private readonly Dictionary<string, HashSet<ByteString>> _stores = new() { ["n0"] = [], ["n1"] = [] };
    private readonly List<(Session Known, BlobClient Model)> _sessions = [];

    /// <summary>Who has the turn of a line, and the parts that were sent in it.</summary>
    private readonly Dictionary<(string Node, ByteString Hash), (string Worker, long Need)> _turns = [];
    private readonly Dictionary<(string Node, ByteString Hash), HashSet<long>> _sent = [];
    private readonly Dictionary<(string Worker, long Need), ByteString> _heard = [];
    private int _lastWorker;

    private BlobSimulation(Action<string>? trace) => (_board, _trace) = (new BlobBoard(_host), trace);

    /// <summary>Plays a schedule, then lets everything be answered and checks that it is.</summary>
    public static void Play(int[] schedule, Action<string>? trace)
    {
        var simulation = new BlobSimulation(trace);
        simulation.Open();
        simulation.Open();
        simulation.Join(new Pick(schedule[0]));
        simulation.Join(new Pick(schedule[0] ^ 1));
        foreach (var number in schedule)
        {
            simulation.Step(new Pick(number));
        }

        simulation.Drain();
    }

    private void Step(Pick pick)
    {
        switch (pick.Next(20))
        {
            case 0 when _workers.Count < MostWorkers: Join(pick); break;
            case 1: OnWorker(pick, w => Lose(w)); break;
            case 2 when pick.OneIn(3): Close(pick.Of(_sessions)); break;
            case 3: OnWorker(pick, w => _workers[w].Model.GiveUp(pick)); break;
            case 4 when pick.OneIn(3): OnWorker(pick, w => Lie(w, pick)); break;
            case 5: Lag(pick); break;
            case 6: Evict(pick); break;
            case <= 9: OnWorker(pick, w => Lack(w, pick)); break;
            case <= 12: Answer(pick.Of(_sessions).Model, pick.OneIn(12)); break;
            case <= 16: OnWorker(pick, w => Deliver(w, pick.Between(1, 4))); break;
            default: OnWorker(pick, w => Read(w, pick.Between(1, 4))); break;
        }

        foreach (var lost in _host.Disconnected.Keys.Where(_workers.ContainsKey).ToList())
        {
            Lose(lost);
        }
    }

    private void Lack(string worker, Pick pick) =>
        _workers[worker].Model.Lack(pick.Of(_sessions).Model.Id, pick.Of(s_blobs));

    private void OnWorker(Pick pick, Action<string> act)
    {
        if (_workers.Count > 0)
        {
            act(pick.Of([.. _workers.Keys]));
        }
    }

    private void Open()
    {
        var client = new BlobClient(_sessions.Count + 1);
        _sessions.Add((new Session(new OpenSession { Session = client.Id }, client), client));
    }

    private void Join(Pick pick)
    {
        var (id, node) = ($"w{++_lastWorker}", pick.Of([.. _stores.Keys]));
        var model = new BlobWorker(id, _stores[node], message => Sent(id, node, message));
        _workers.Add(id, (new Worker(id, 1, node, new Resources(null), model), model));
        _trace?.Invoke($"{id} joins on {node}");
    }

    /// <summary>The board sends a message.</summary>
    private void Sent(string worker, string node, ToWorker message)
    {
        _trace?.Invoke($"{worker} is sent {message}");
        var need = message.BlobTurn?.Need ?? message.BlobPart.Need;
        if (!_heard.TryGetValue((worker, need), out var hash))
        {
            return;
        }

        var line = (node, hash);
        if (message.BlobPart is { Failure: null } part)
        {
            Assert.Equal((worker, need), _turns[line]);
            Assert.True(Parts(line).Add(part.Offset), "a part was sent to a node twice");
        }
        else if (message.BlobTurn is { Failure: null })
        {
            Assert.True(_turns.TryAdd(line, (worker, need)), "two workers of a node have the turn");
        }
        else if (message.BlobTurn is not null)
        {
            Over(line, worker, need);
        }
    }

    private HashSet<long> Parts((string Node, ByteString Hash) line) =>
        _sent.TryGetValue(line, out var parts) ? parts : _sent[line] = [];

    /// <summary>A turn ends; where the node has nothing of it, all may be sent again.</summary>
    private void Over((string Node, ByteString Hash) line, string worker, long need)
    {
        if (_turns.TryGetValue(line, out var turn) && turn == (worker, need))
        {
            _turns.Remove(line);
            if (!_stores[line.Node].Contains(line.Hash))
            {
                _sent.Remove(line);
            }
        }
    }

    private void Read(string worker, int most)
    {
        for (; most > 0 && _workers[worker].Model is { Inbox.Count: > 0 } model; most--)
        {
            _trace?.Invoke($"{worker} reads {model.Inbox.Peek()}");
            model.Read();
        }
    }

    private void Deliver(string worker, int most)
    {
        for (; most > 0 && _workers[worker].Model.Outbox.TryDequeue(out var message); most--)
        {
            Say(worker, message);
        }
    }

    private void Say(string worker, ToDispatcher message)
    {
        _trace?.Invoke($"{worker} says {message}");
        var known = _workers[worker].Known;
        switch (message.BodyCase)
        {
            case ToDispatcher.BodyOneofCase.NeedBlob:
                var need = message.NeedBlob;
                _heard[(worker, need.Need)] = need.Blob?.Sha256 ?? ByteString.Empty;
                _board.Need(known, need, _sessions.Select(s => s.Known).FirstOrDefault(s => s.Id == need.Session));
                break;
            case ToDispatcher.BodyOneofCase.NeedPart:
                _board.NeedPart(known, message.NeedPart);
                break;
            default:
                var ended = message.EndNeed.Need;
                Over((known.Node, _heard[(worker, ended)]), worker, ended);
                _board.End(known, ended);
                break;
        }
    }

    private void Answer(BlobClient client, bool refuse)
    {
        if (client.Asked.TryDequeue(out var asked))
        {
            _trace?.Invoke($"client {client.Id} {(refuse ? "refuses" : "sends")} {asked.Part} to {asked.Worker}");
            var failure = refuse ? new Failure { Message = "gone" } : null;
            _board.Send(
                asked.Worker,
                new BlobPart { Need = asked.Part.Need, Offset = asked.Part.Offset, Failure = failure }, default);
        }
    }

    private void Lie(string worker, Pick pick)
    {
        var lie = _workers[worker].Model.Lie(pick);
        if (lie.NeedPart is not { } part || _heard.ContainsKey((worker, part.Need)))
        {
            Say(worker, lie);
            Assert.True(lie.NeedBlob is null || _host.Disconnected.ContainsKey(worker), "a lie was believed");
        }
    }

    private void Lose(string worker)
    {
        _workers.Remove(worker, out var lost);
        _trace?.Invoke($"{worker} is lost");
        foreach (var (line, turn) in _turns.Where(t => t.Value.Worker == worker).ToList())
        {
            Over(line, worker, turn.Need);
        }

        _board.Lose(lost.Known);
    }

    private void Close((Session Known, BlobClient Model) session)
    {
        _trace?.Invoke($"client {session.Model.Id} closes");
        session.Model.Closed = true;
        _sessions.Remove(session);
        _board.Close(session.Known);
        var next = new BlobClient(session.Model.Id + 10);
        _sessions.Add((new Session(new OpenSession { Session = next.Id }, next), next));
    }

    /// <summary>Time passes, perhaps so much that turns end in which nothing happens.</summary>
    private void Lag(Pick pick)
    {
        _trace?.Invoke("time passes");
        _host.Advance(pick.Of([TimeSpan.FromSeconds(30), BlobBoard.TurnLimit]));
    }

    /// <summary>A node removes a blob that nobody fetches now.</summary>
    private void Evict(Pick pick)
    {
        var (node, hash) = (pick.Of([.. _stores.Keys]), pick.Of(s_blobs).Sha256);
        if (!_turns.ContainsKey((node, hash)) && _stores[node].Remove(hash))
        {
            _trace?.Invoke($"{node} removes {hash.ToBase64()}");
            _sent.Remove((node, hash));
        }
    }

    private void Drain()
    {
        for (var moved = true; moved;)
        {
            moved = false;
            foreach (var worker in _workers.Keys.ToList())
            {
                moved |= _workers[worker].Model is { Inbox.Count: > 0 } or { Outbox.Count: > 0 };
                Deliver(worker, int.MaxValue);
                Read(worker, int.MaxValue);
            }

            foreach (var (_, client) in _sessions)
            {
                moved |= client.Asked.Count > 0;
                Answer(client, refuse: false);
            }
        }

        Assert.All(_workers.Values, w => Assert.Equal(0, w.Model.Open));
        Assert.Equal((0, 0, 0), (_board.Count, _host.Timers, _turns.Count));
    }
}
