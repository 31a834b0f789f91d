using ParallelCompute.Code;
using ParallelCompute.Wire;

namespace ParallelCompute.Shipping;

/// <summary>
/// The code of this program as it was when its client was opened, for workers that cannot read it in place.
/// </summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class CodeLibrary
{
    private readonly FileContent[] _files;
    private readonly Action<Blob, Func<long, int, ReadOnlyMemory<byte>>> _offer;

    /// <param name="manifest">What workers are told that there is.</param>
    /// <param name="offer">Makes content that is named to workers available to them, by offset and count.</param>
    public CodeLibrary(CodeManifest manifest, Action<Blob, Func<long, int, ReadOnlyMemory<byte>>> offer)
    {
        (Manifest, _offer) = (manifest, offer);
        _files = [.. manifest.Files.Select(f => new FileContent(f))];
    }

    public CodeManifest Manifest { get; }

    /// <summary>Reads what the program has loaded: its files may be built anew while it runs.</summary>
    public void Keep()
    {
        for (var i = 0; i < _files.Length; i++)
        {
            if (Manifest.Files[i] is { Mvid.IsEmpty: false, Path.Length: > 0 })
            {
                _files[i].Keep();
            }
        }
    }

    /// <summary>Tells a worker what files hold, one by one; never throws and never blocks the caller.</summary>
    public void Answer(NeedFiles need, Action<FileIs> tell) => ThreadPool.UnsafeQueueUserWorkItem(
        _ =>
        {
            foreach (var file in need.Files)
            {
                tell(Answer(need.Session, file));
            }
        },
        null);

    private FileIs Answer(long session, int file)
    {
        var answer = new FileIs { Session = session, File = file };
        try
        {
            var content = file >= 0 && file < _files.Length ? _files[file]
                : throw new ShippingException($"the program has {_files.Length} files and no number {file}");
            answer.Content = content.Identify();
            _offer(answer.Content, content.Read);
        }
        catch (Exception e) when (e is ShippingException or IOException or UnauthorizedAccessException)
        {
            answer.Failure = Failures.Of(
                e as ShippingException ?? new ShippingException($"the client cannot read it: {e.Message}", null, e));
        }

        return answer;
    }
}
