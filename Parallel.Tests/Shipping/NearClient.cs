using System.Collections.Concurrent;
using ParallelCompute.Blobs;
using ParallelCompute.Code;
using ParallelCompute.Shipping;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Shipping;

/// <summary>A client in this process that answers the questions of workers about its files.</summary>
internal sealed class NearClient(CodeManifest manifest) : IBlobs, IDisposable
{
    private readonly Lazy<DirectoryInfo> _folder = new(() => Directory.CreateTempSubdirectory("parallel-near-"));

    /// <summary>What the worker asked.</summary>
    public ConcurrentQueue<NeedFiles> Questions { get; } = new();

    /// <summary>Files that were brought to the worker.</summary>
    public ConcurrentQueue<string> Fetched { get; } = new();

    public CodeLibrary Library { get; } = new(manifest);

    public string Folder => _folder.Value.FullName;

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
            this, () => Folder);
        return new CodeContext(files);
    }

    public string Fetch(long session, Blob blob)
    {
        var path = Path.Combine(Folder, Convert.ToHexString(blob.Sha256.Span));
        using var content = Library.Open(blob.Sha256)!;
        using var file = File.Create(path);
        content.CopyTo(file);
        Fetched.Enqueue(path);
        return path;
    }

    public void Dispose()
    {
        if (_folder.IsValueCreated)
        {
            _folder.Value.Delete(recursive: true);
        }
    }

    private NeedFiles Note(NeedFiles need)
    {
        Questions.Enqueue(need);
        return need;
    }
}
