using System.Runtime.InteropServices;
using Google.Protobuf;

namespace ParallelCompute.Runtime.Connections;

/// <summary>Messages to a peer, and from it, over one connection after another: each arrives once, in order.</summary>
/// <remarks>
/// What is sent is kept until the peer says that it has come, and sent again over the next connection. How much that
/// can be is bounded by who sends: the window of a run, the parts that a worker asks for.
/// </remarks>
/// <param name="told">Makes the message that tells the peer how many of its messages have come.</param>
internal sealed class LastingLine<TIn>(Func<long, IMessage> told)
    where TIn : IMessage<TIn>
{
    /// <summary>The peer is told after so many messages, or so many bytes.</summary>
    private const int MostUntold = 16;
    private const int MostBytesUntold = 1 << 20;

    private readonly Lock _gate = new();
    private readonly Queue<(IMessage Message, ReadOnlyMemory<byte> Payload)> _kept = new();
    private Connection<TIn>? _connection;
    private TaskCompletionSource? _empty;
    private long _confirmed;
    private int _untold;
    private int _bytesUntold;

    /// <summary>Messages that have come from the peer.</summary>
    public long Received { get; private set; }

    /// <summary>Sends a message, now or over the next connection; neither it nor its bytes may change then.</summary>
    public void Send(IMessage message, ReadOnlyMemory<byte> payload = default)
    {
        // The pool must not get back what may be sent once more.
        var lasting = MemoryMarshal.TryGetArray(payload, out var bytes) ? bytes.AsMemory() : payload;
        lock (_gate)
        {
            _kept.Enqueue((message, lasting));
            _connection?.Send(message, lasting);
        }
    }

    /// <summary>Goes on over a connection.</summary>
    /// <param name="connection">The connection; nothing was sent over it yet.</param>
    /// <param name="messages">How many messages have come to the peer.</param>
    /// <exception cref="ProtocolException">That many were not sent.</exception>
    public void Attach(Connection<TIn> connection, long messages)
    {
        lock (_gate)
        {
            Confirm(messages);
            foreach (var (message, payload) in _kept)
            {
                connection.Send(message, payload);
            }

            _connection = connection;
        }
    }

    /// <summary>The connection has ended; what is sent is kept for the next one.</summary>
    public void Detach(Connection<TIn> connection)
    {
        lock (_gate)
        {
            _connection = _connection == connection ? null : _connection;
        }
    }

    /// <summary>The peer has forgotten all there was: a line begins anew.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _kept.Clear();
            (_confirmed, _untold, _bytesUntold, Received) = (0, 0, 0, 0);
        }
    }

    /// <summary>So many messages have come to the peer.</summary>
    /// <exception cref="ProtocolException">That many were not sent, or more were confirmed before.</exception>
    public void Confirm(long messages)
    {
        lock (_gate)
        {
            if (messages < _confirmed || messages - _confirmed > _kept.Count)
            {
                throw new ProtocolException(
                    $"{messages} messages are said to have come where {_confirmed} had and {_kept.Count} were sent " +
                    "since");
            }

            for (; _confirmed < messages; _confirmed++)
            {
                _kept.Dequeue();
            }

            if (_kept.Count == 0)
            {
                _empty?.TrySetResult();
            }
        }
    }

    /// <summary>Completes when all that was sent has come to the peer.</summary>
    public Task WhenConfirmed()
    {
        lock (_gate)
        {
            return _kept.Count == 0 ? Task.CompletedTask
                : (_empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>The peer waits to hear that all has come.</summary>
    public void Tell()
    {
        lock (_gate)
        {
            (_untold, _bytesUntold) = (0, 0);
            _connection?.Send(told(Received), default);
        }
    }

    /// <summary>A message has come; the peer is told now and then.</summary>
    public void Take(ReadOnlyMemory<byte> payload)
    {
        lock (_gate)
        {
            Received++;
            _bytesUntold += payload.Length;
            if (++_untold >= MostUntold || _bytesUntold >= MostBytesUntold)
            {
                Tell();
            }
        }
    }
}
