using System.Collections.Concurrent;
using ParallelCompute.Blobs;
using ParallelCompute.Code;
using ParallelCompute.Shipping;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Shipping;

/// <summary>A client in this process that answers the questions of workers about its files.</summary>
internal sealed class NearClient : IBlobs, IDisposable
{
    private readonly ConcurrentDictionary<Blob, Func<long, int, ReadOnlyMemory<byte>>> _offered = new();
    private readonly Lazy<TemporaryFolder> _folder = new();
    private NativeFolder? _natives;

    public NearClient(CodeManifest manifest) =>
        Library = new CodeLibrary(manifest, (blob, read) => _offered[blob] = read);

    /// <summary>What the worker asked.</summary>
    public ConcurrentQueue<NeedFiles> Questions { get; } = new();

    /// <summary>Files that were brought to the worker.</summary>
    public ConcurrentQueue<string> Fetched { get; } = new();

    public CodeLibrary Library { get; }

    /// <summary>Where the worker keeps its files; made when it is first needed.</summary>
    public string Folder => _folder.Value.Path;

    /// <summary>A client that has read what the program has loaded.</summary>
    public static NearClient Of(params CodeFile[] files)
    {
        var client = new NearClient(
            new CodeManifest { Machine = Environment.MachineName, Files = { files } });
        client.Library.Keep();
        return client;
    }

    /// <summary>The client's code on a worker.</summary>
    /// <param name="isFar">Whether the worker's machine has none of the client's files under their paths.</param>
    public CodeContext NewContext(bool isFar = false)
    {
        var code = Library.Manifest.Clone();
        foreach (var file in isFar ? code.Files : [])
        {
            file.Path = $"/far-away{file.Path}";
        }

        CodeFiles? files = null;
        files = new CodeFiles(
            new OpenSession { Session = 1, Code = code }, need => Library.Answer(Note(need), files!.Answer),
            new SessionBlobs(this, 1), isFar ? _natives ??= new NativeFolder(Folder, "near") : null!);
        return new CodeContext(files, null);
    }

    public ReadOnlyMemory<byte> Read(long session, Blob blob) => throw new NotSupportedException();

    public string Fetch(long session, Blob blob)
    {
        var path = Path.Combine(Folder, Convert.ToHexString(blob.Sha256.Span));
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, _offered[blob](0, (int)blob.Size).ToArray());
            Fetched.Enqueue(path);
        }

        return path;
    }

    public void Dispose()
    {
        _natives?.Dispose();
        if (_folder.IsValueCreated)
        {
            _folder.Value.Dispose();
        }
    }

    private NeedFiles Note(NeedFiles need)
    {
        Questions.Enqueue(need);
        return need;
    }
}
