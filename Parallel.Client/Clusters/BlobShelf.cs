using System.Threading.Channels;
using Google.Protobuf;
using ParallelCompute.Code;
using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Clusters;

/// <summary>The blobs that a client can be asked for, each as long as somebody holds it.</summary>
/// <remarks>Safe for concurrent use. Parts are read on the pool, in the order they were asked for.</remarks>
internal sealed class BlobShelf(ITaskDispatcherGrain dispatcher)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ByteString, ShelvedBlob> _blobs = [];
    private readonly Channel<(string Worker, Blob Blob, NeedPart Part)> _needed =
        Channel.CreateUnbounded<(string, Blob, NeedPart)>(new UnboundedChannelOptions { SingleReader = true });

    private Task? _serving;

    /// <summary>Blobs on the shelf.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _blobs.Count;
            }
        }
    }

    /// <summary>Bytes of blobs that were sent to workers so far.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Keeps blobs until the result is disposed, which may happen more than once.</summary>
    public IDisposable? Hold(IEnumerable<(Blob Blob, ReadOnlyMemory<byte> Bytes)> blobs)
    {
        List<Blob>? held = null;
        foreach (var (blob, bytes) in blobs)
        {
            Add(blob, (offset, count) => bytes.Slice((int)offset, count));
            (held ??= []).Add(blob);
        }

        return held is null ? null : new BlobHold(this, held);
    }

    /// <summary>Adds a holder of a blob.</summary>
    /// <param name="blob">The blob.</param>
    /// <param name="read">Gives bytes of it, by offset and count, within its size; may block.</param>
    public void Add(Blob blob, Func<long, int, ReadOnlyMemory<byte>> read)
    {
        lock (_gate)
        {
            if (!_blobs.TryGetValue(blob.Sha256, out var shelved))
            {
                _blobs.Add(blob.Sha256, shelved = new ShelvedBlob(blob.Size, read));
            }

            shelved.Holders++;
        }
    }

    public void Release(IEnumerable<Blob> blobs)
    {
        lock (_gate)
        {
            foreach (var blob in blobs)
            {
                if (--_blobs[blob.Sha256].Holders == 0)
                {
                    _blobs.Remove(blob.Sha256);
                }
            }
        }
    }

    /// <summary>Has a part sent to a worker; returns at once.</summary>
    public void Send(string worker, Blob blob, NeedPart part)
    {
        _needed.Writer.TryWrite((worker, blob, part));
        lock (_gate)
        {
            _serving ??= Task.Run(ServeAsync);
        }
    }

    /// <summary>Ends the serving of parts.</summary>
    public void Close() => _needed.Writer.TryComplete();

    private async Task ServeAsync()
    {
        await foreach (var (worker, blob, part) in _needed.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            var answer = new BlobPart { Need = part.Need, Offset = part.Offset };
            ReadOnlyMemory<byte> bytes = default;
            try
            {
                bytes = Read(blob, part);
            }
            catch (Exception e) when (e is ParallelException or IOException or UnauthorizedAccessException)
            {
                answer.Failure = Failures.Of(e);
            }

            BytesSent += bytes.Length;
            dispatcher.SendPart(worker, answer, bytes);
        }
    }

    private ReadOnlyMemory<byte> Read(Blob blob, NeedPart part)
    {
        ShelvedBlob? shelved;
        lock (_gate)
        {
            _blobs.TryGetValue(blob.Sha256, out shelved);
        }

        if (shelved is null || shelved.Size != blob.Size)
        {
            throw new ShippingException("the call that it belongs to has ended");
        }

        return part.Offset >= 0 && part.Size >= 0 && part.Size <= shelved.Size - part.Offset
            ? shelved.Read(part.Offset, part.Size)
            : throw new ShippingException($"{part.Size} bytes from {part.Offset} on are not in a blob of {blob.Size}");
    }
}
