using Google.Protobuf;

namespace ParallelCompute.Runtime.Connections;

/// <summary>An authenticated connection: frames both ways, heartbeats, one end.</summary>
/// <remarks>A peer that is silent for longer than the limit is taken for lost, whatever the network says.</remarks>
internal sealed class Connection<TIn> : IDisposable
    where TIn : IMessage<TIn>
{
    private readonly Stream _stream;
    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;

    /// <summary>
    /// Never disposed, and without a timer it need not be: who closes the connection may still be at it when its owner
    /// is done with it, for a peer can leave in that moment.
    /// </summary>
    private readonly CancellationTokenSource _end = new();

    private readonly IMessage _heartbeat;
    private readonly TimeProvider _time;
    private readonly TimeSpan _silence;
    private string? _reason;
    private long _seen;
    private long _seenAt;

    public Connection(Stream stream, FrameReader reader, IMessage heartbeat, TimeSpan silence, TimeProvider time)
    {
        (_stream, _reader, _heartbeat, _time, _silence) = (stream, reader, heartbeat, time, silence);
        _writer = new FrameWriter(stream, e => Close($"sending failed: {e.Message}"));
        _seenAt = time.GetTimestamp();
    }

    /// <summary>Why the connection ended.</summary>
    public string Reason => _reason ?? "";

    /// <summary>Frames that the peer has not taken yet.</summary>
    public int Waiting => _writer.Waiting;

    public void Send(IMessage message, ReadOnlyMemory<byte> payload) => _writer.Send(message, payload);

    /// <summary>Ends the connection; the first reason counts.</summary>
    public void Close(string reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null)
        {
            _writer.Close();
            _end.Cancel();
            _stream.Dispose();
        }
    }

    /// <summary>Receives until the connection ends; never throws for what a peer does.</summary>
    public async Task RunAsync(
        MessageParser<TIn> parser, TimeSpan heartbeat, Action<TIn, ReadOnlyMemory<byte>> receive)
    {
        using var pulse = _time.CreateTimer(_ => Beat(), null, heartbeat, heartbeat);
        try
        {
            while (await _reader.ReadAsync(parser, FrameLimits.Member, _end.Token) is { } frame)
            {
                receive(frame.Message, frame.Payload);
            }

            Close("the peer closed the connection");
        }
        catch (ProtocolException e)
        {
            Close($"the peer broke the protocol: {e.Message}");
        }
        catch (Exception e)
        {
            // Whatever a peer makes fail here, too little memory for what it sends included, ends its connection only.
            Close($"receiving failed: {e.Message}");
        }
    }

    public void Dispose() => Close("closed");

    private void Beat()
    {
        var (received, now) = (_reader.Received, _time.GetTimestamp());
        if (received != _seen)
        {
            (_seen, _seenAt) = (received, now);
        }
        else if (_time.GetElapsedTime(_seenAt, now) > _silence)
        {
            Close($"nothing was heard for {_silence.TotalSeconds} s");
            return;
        }

        Send(_heartbeat, default);
    }
}
