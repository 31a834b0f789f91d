using System.Collections.Concurrent;
using System.Security.Cryptography;
using ParallelCompute.Blobs;
using ParallelCompute.Wire;

namespace ParallelCompute.Code;

/// <summary>A client's files as this worker reaches them: in place, or brought here where they differ.</summary>
/// <remarks>Safe for concurrent use. Locating may wait for the client: for threads of user code only.</remarks>
internal sealed class CodeFiles
{
    /// <summary>
    /// What was found under each path that was taken in place. The runtime and the system's loader know files by their
    /// paths: of one that was written anew they would give the content that they know. It comes by another path then.
    /// </summary>
    private static readonly ConcurrentDictionary<string, object> s_taken = new(StringComparer.Ordinal);

    private readonly Dictionary<string, int> _assemblies = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _natives = new(StringComparer.Ordinal);
    private readonly CodeManifest _code;
    private readonly SessionBlobs _blobs;
    private readonly NativeFolder _nativeFolder;
    private readonly FileQuestions _questions;
    private readonly bool _isClientsMachine;

    /// <param name="opening">The client's session and what its program consists of.</param>
    /// <param name="ask">Sends the client a question; <see cref="Answer"/> takes the answers.</param>
    /// <param name="blobs">Brings content here.</param>
    /// <param name="natives">Where native libraries go.</param>
    public CodeFiles(OpenSession opening, Action<NeedFiles> ask, SessionBlobs blobs, NativeFolder natives)
    {
        (_code, _blobs, _nativeFolder) = (opening.Code, blobs, natives);
        _questions = new FileQuestions(opening.Session, ask);
        _isClientsMachine = _code.Machine == Environment.MachineName;
        for (var i = 0; i < _code.Files.Count; i++)
        {
            var file = _code.Files[i];
            if (file.Kind == CodeKind.Native)
            {
                _natives.TryAdd(file.Name, i);
            }
            else
            {
                _assemblies.TryAdd(Key(file.Name, file.Culture), i);
            }
        }
    }

    /// <summary>The client's classes that write and read values of certain types.</summary>
    public IReadOnlyList<TypeName> Codecs => _code.Codecs;

    /// <summary>The client's assembly of that name; null where it has none.</summary>
    public CodeFile? Assembly(string name, string? culture = null) =>
        _assemblies.TryGetValue(Key(name, culture), out var number) ? _code.Files[number] : null;

    /// <summary>The path on this machine of an assembly that <see cref="Assembly"/> returned.</summary>
    /// <exception cref="ShippingException">It cannot be brought here, or is not what the client runs.</exception>
    public string Locate(CodeFile assembly)
    {
        if (assembly.Path.Length == 0)
        {
            throw new ShippingException($"the assembly {assembly.Name} was loaded from memory by the client and has " +
                "no file that could be sent; load it from a file instead");
        }

        if (IsInPlace(assembly, null))
        {
            return assembly.Path;
        }

        var number = _assemblies[Key(assembly.Name, assembly.Culture)];
        // Where one is missing, so are the others: one question for all that the client has loaded.
        _questions.Ask(Enumerable.Range(0, _code.Files.Count).Where(
            i => !_code.Files[i].Mvid.IsEmpty && !File.Exists(_code.Files[i].Path)).Prepend(number));
        return Within(assembly, () => _questions.ContentOf(number) is var content && IsInPlace(assembly, content)
            ? assembly.Path : _blobs.Fetch(content));
    }

    /// <summary>The path on this machine of a native library; null where the client has none of these names.</summary>
    /// <exception cref="ShippingException">It cannot be brought here.</exception>
    public string? LocateNative(IEnumerable<string> names)
    {
        var number = names.Select(n => _natives.GetValueOrDefault(n, -1)).FirstOrDefault(n => n >= 0, -1);
        return number < 0 ? null : IsInPlace(_code.Files[number], null) ? _code.Files[number].Path
            : Within(_code.Files[number], () => BringNative(number));
    }

    /// <summary>The client answers a question.</summary>
    public void Answer(FileIs answer) => _questions.Answer(answer);

    /// <summary>The client is gone: whoever waits for it gets an error.</summary>
    public void Close() => _questions.Close();

    private static string Key(string name, string? culture) => $"{culture}/{name}";

    private static T Within<T>(CodeFile file, Func<T> locate)
    {
        try
        {
            return locate();
        }
        catch (ShippingException e)
        {
            throw e.Within($"{file.Name} ({file.Path})");
        }
    }

    private string BringNative(int wanted)
    {
        // Libraries find each other by name in their own folder.
        var folder = Path.GetDirectoryName(_code.Files[wanted].Path);
        int[] together = [.. _natives.Values.Where(n => Path.GetDirectoryName(_code.Files[n].Path) == folder)];
        _questions.Ask(together);
        if (IsInPlace(_code.Files[wanted], _questions.ContentOf(wanted)))
        {
            return _code.Files[wanted].Path;
        }

        var brought = together.Select(n => (_code.Files[n].Name, _blobs.Fetch(_questions.ContentOf(n))));
        return Path.Combine(_nativeFolder.Lay([.. brought]), _code.Files[wanted].Name);
    }

    /// <summary>Whether the file under the client's path is the client's.</summary>
    /// <param name="file">The file.</param>
    /// <param name="content">What it holds; null while that is not known.</param>
    private bool IsInPlace(CodeFile file, Blob? content)
    {
        try
        {
            using var here = File.OpenRead(file.Path);
            var isUnchanged =
                _isClientsMachine && FileStamp.Of(file.Path) == new FileStamp(file.Size, file.Written);
            // An assembly that is as the client saw it is not read twice: what was loaded is compared anyway.
            object identity = file.Kind == CodeKind.Native ? FileStamp.Of(file.Path)!
                : isUnchanged && !file.Mvid.IsEmpty ? new Guid(file.Mvid.Span)
                : ModuleVersions.Read(here, file.Path);
            var isSame = !file.Mvid.IsEmpty ? content is null && identity.Equals(new Guid(file.Mvid.Span))
                : content is not null ? Holds(file.Path, content) : isUnchanged;
            return isSame && s_taken.GetOrAdd(Path.GetFullPath(file.Path), identity).Equals(identity);
        }
        catch (Exception e) when (e is ShippingException or IOException or UnauthorizedAccessException)
        {
            // Not readable here, or being written: the client has the right one.
            return false;
        }
    }

    private static bool Holds(string path, Blob content)
    {
        using var file = File.OpenRead(path);
        return file.Length == content.Size && SHA256.HashData(file).AsSpan().SequenceEqual(content.Sha256.Span);
    }
}
