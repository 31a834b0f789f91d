using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using ParallelCompute.Blobs;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Code;

/// <summary>One client's code on a worker, apart from the worker's own and that of other clients.</summary>
/// <remarks>
/// The contracts and the shared framework are the worker's; everything else comes from the client's files, even where
/// the worker has a copy of its own. Safe for concurrent use. Unloads once nothing refers to its types any more.
/// </remarks>
public sealed class CodeContext : AssemblyLoadContext, ITypeResolver
{
    private readonly Dictionary<string, AssemblyFile> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly string[] _nativeFolders;
    private readonly ConcurrentDictionary<string, Assembly> _assemblies = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<TypeName, Type> _types = new();
    private readonly FunctionLoader _functions;

    /// <summary>Prepares the context; files are opened when they are first needed.</summary>
    /// <param name="code">Where the client's code is.</param>
    public CodeContext(CodeManifest code)
        : this(code, null)
    {
    }

    /// <summary>Prepares the context of a client whose large values are fetched when a function needs them.</summary>
    internal CodeContext(CodeManifest code, SessionBlobs? blobs)
        : base("client code", isCollectible: true)
    {
        ArgumentNullException.ThrowIfNull(code);
        foreach (var file in code.Assemblies)
        {
            _files[file.Name] = file;
        }

        _nativeFolders = [.. code.NativeFolders];
        _functions = new FunctionLoader(this, blobs);

        // The runtime holds an unloading context until its types are gone, so it must not hold them in turn.
        Unloading += _ => Forget();
    }

    /// <summary>The type of that name, from the client's files or the shared framework.</summary>
    /// <param name="name">A name that the client made.</param>
    /// <exception cref="ShippingException">There is no such type, or its file is not the client's.</exception>
    public Type Resolve(TypeName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _types.TryGetValue(name, out var known) ? known : ResolveNew(name);
    }

    /// <summary>Rebuilds a function with what it has captured.</summary>
    /// <param name="function">The function as the client encoded it.</param>
    /// <returns>A delegate of the type that the client had, over this context's copy of the client's types.</returns>
    /// <exception cref="ShippingException">The message is malformed, or names code that is not there.</exception>
    public Delegate LoadFunction(Function function)
    {
        ArgumentNullException.ThrowIfNull(function);
        try
        {
            return _functions.Load(function);
        }
        catch (Exception e) when (e is not (ShippingException or OutOfMemoryException))
        {
            // Whatever reflection says about a malformed message, the caller is told the same kind of thing.
            throw new ShippingException($"a function could not be rebuilt: {e.Message}", null, e);
        }
    }

    /// <inheritdoc />
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        ArgumentNullException.ThrowIfNull(assemblyName);
        return assemblyName.Name is { } name && !HostCode.Holds(name) ? Own(name) : null;
    }

    /// <inheritdoc />
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
    {
        var extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        string[] names = [unmanagedDllName, $"lib{unmanagedDllName}{extension}", $"{unmanagedDllName}{extension}"];
        var path = _nativeFolders.SelectMany(f => names.Select(n => Path.Combine(f, n))).FirstOrDefault(File.Exists);
        return path is null ? IntPtr.Zero : LoadUnmanagedDllFromPath(Path.GetFullPath(path));
    }

    private void Forget()
    {
        _types.Clear();
        _assemblies.Clear();
        _functions.Forget();
    }

    private Type ResolveNew(TypeName name)
    {
        try
        {
            var type = TypeNames.Resolve(name, Find);
            _types.TryAdd(name.Clone(), type);
            return type;
        }
        catch (Exception e) when (e is TypeLoadException or BadImageFormatException or IOException
            or NotSupportedException)
        {
            throw new ShippingException($"the type {name.Name} cannot be loaded: {e.Message}", null, e);
        }
    }

    private Assembly? Find(string name) => HostCode.Holds(name) ? HostCode.Load(name) : Own(name);

    private Assembly? Own(string name)
    {
        if (_assemblies.TryGetValue(name, out var known))
        {
            return known;
        }

        return _files.TryGetValue(name, out var file)
            ? _assemblies.GetOrAdd(name, LoadFromAssemblyPath(CodeFile.Verify(file))) : null;
    }
}
