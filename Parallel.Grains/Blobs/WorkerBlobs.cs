using ParallelCompute.Code;
using ParallelCompute.Dispatch;
using ParallelCompute.Execution;
using ParallelCompute.Wire;

namespace ParallelCompute.Blobs;

/// <summary>A worker's blobs: from its node's folders, or from their client through the dispatcher.</summary>
/// <param name="settings">Where they are kept.</param>
/// <param name="reporter">The way to the dispatcher.</param>
/// <param name="partLimit">How long the client may take for a part.</param>
internal sealed class WorkerBlobs(WorkerSettings settings, IReporter reporter, TimeSpan partLimit)
    : IBlobs, IDisposable
{
    public static readonly TimeSpan PartLimit = TimeSpan.FromSeconds(60);

    private const long CodeCapacity = 2L << 30;
    private const long DataCapacity = 32L << 30;
    private const int Stripes = BlobBoard.MostNeeds;

    /// <summary>A blob can be evicted between its arrival and its use; not so often in a row.</summary>
    private const int MostTries = 3;

    /// <summary>One thread of this worker at a time asks for a blob; the others then find it.</summary>
    private readonly Lock[] _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new Lock())];
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Fetching> _fetching = [];
    private ClusterFolder? _folder;
    private BlobStore? _data;
    private BlobStore? _code;
    private Failure? _stopped;
    private long _lastNeed;

    public ReadOnlyMemory<byte> Read(long session, Blob blob) => blob.Size <= Array.MaxLength
        ? Obtain(session, blob, Data(), static (s, b) => s.Read(b))
        : throw new ShippingException($"a value of {blob.Size:N0} bytes is more than an array can hold");

    public string Fetch(long session, Blob blob) => Obtain(session, blob, Code(), static (s, b) => s.Find(b));

    /// <summary>The dispatcher answers a need.</summary>
    public void Take(BlobTurn turn) => Find(turn.Need)?.Take(turn);

    /// <summary>A part has arrived.</summary>
    public void Take(BlobPart part, ReadOnlyMemory<byte> bytes) => Find(part.Need)?.Take(part, bytes);

    /// <summary>Ends all waiting; nothing is fetched any more.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = Failures.Of(new ShippingException("the worker stops"));
            foreach (var fetching in _fetching.Values)
            {
                fetching.Take(new BlobTurn { Failure = _stopped });
            }
        }
    }

    /// <summary>Leaves the folders. What this cluster put there goes with its last worker.</summary>
    public void Dispose()
    {
        Stop();
        lock (_gate)
        {
            _code?.Dispose();
            _folder?.Dispose();
        }
    }

    private BlobStore Data()
    {
        lock (_gate)
        {
            _folder ??= ClusterFolder.Enter(BlobFolders.Root(settings.LocalDirectory), settings.Cluster);
            return _data ??= new BlobStore(Path.Combine(_folder.Path, "blobs"), DataCapacity);
        }
    }

    private BlobStore Code()
    {
        lock (_gate)
        {
            return _code ??= new BlobStore(BlobFolders.Code(settings.LocalDirectory), CodeCapacity);
        }
    }

    private T Obtain<T>(long session, Blob blob, BlobStore store, Func<BlobStore, Blob, T?> load)
        where T : class
    {
        var name = BlobName.Of(blob);
        lock (_stripes[blob.Sha256[0] % Stripes])
        {
            for (var tries = 0; ; tries++)
            {
                if (load(store, blob) is { } found)
                {
                    return found;
                }

                if (tries == MostTries)
                {
                    throw new ShippingException(
                        $"blob {name} of {blob.Size:N0} bytes was removed {MostTries} times before it was " +
                        "read; set local_directory to a folder with more room");
                }

                Fetch(session, blob, store);
            }
        }
    }

    private void Fetch(long session, Blob blob, BlobStore store)
    {
        var fetching = Begin();
        try
        {
            reporter.Say(new ToDispatcher
            {
                NeedBlob = new NeedBlob { Need = fetching.Need, Session = session, Blob = blob },
            });
            fetching.WaitForTurn();
            if (!store.Has(blob))
            {
                Receive(fetching, blob, store);
            }
        }
        catch (IOException e)
        {
            throw new ShippingException($"{blob.Size:N0} bytes could not be kept on disk: {e.Message}", null, e);
        }
        finally
        {
            reporter.Say(new ToDispatcher { EndNeed = new EndNeed { Need = fetching.Need } });
            lock (_gate)
            {
                _fetching.Remove(fetching.Need);
            }
        }
    }

    private void Receive(Fetching fetching, Blob blob, BlobStore store)
    {
        using var file = store.Create(blob);
        long asked = 0;
        while (file.Written < blob.Size)
        {
            while (asked < blob.Size && asked - file.Written < BlobBoard.MostParts * BlobBoard.PartBytes)
            {
                var size = (int)Math.Min(BlobBoard.PartBytes, blob.Size - asked);
                reporter.Say(new ToDispatcher
                {
                    NeedPart = new NeedPart { Need = fetching.Need, Offset = asked, Size = size },
                });
                asked += size;
            }

            var (part, bytes) = fetching.Next(partLimit);
            if (part.Offset != file.Written || bytes.Length != Math.Min(BlobBoard.PartBytes, blob.Size - part.Offset))
            {
                throw new ShippingException($"{bytes.Length} bytes from {part.Offset} on arrived of a blob of " +
                    $"{blob.Size}, where those from {file.Written} on come next");
            }

            file.Write(bytes.Span);
        }

        file.Complete();
    }

    private Fetching Begin()
    {
        lock (_gate)
        {
            var fetching = new Fetching(++_lastNeed);
            _fetching.Add(fetching.Need, fetching);
            if (_stopped is not null)
            {
                fetching.Take(new BlobTurn { Failure = _stopped });
            }

            return fetching;
        }
    }

    private Fetching? Find(long need)
    {
        lock (_gate)
        {
            return _fetching.GetValueOrDefault(need);
        }
    }
}
