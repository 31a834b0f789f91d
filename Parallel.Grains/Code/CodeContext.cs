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
internal sealed class CodeContext : AssemblyLoadContext, ITypeResolver, IReplacements
{
    private readonly CodeFiles _files;
    private readonly ConcurrentDictionary<CodeFile, Assembly> _assemblies = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<TypeName, Type> _types = new();
    private readonly FunctionLoader _functions;
    private volatile Dictionary<Type, Type>? _codecs;
    private volatile bool _isForgotten;
    private volatile ShippingException? _spoiled;

    /// <summary>Prepares the context; files are opened when they are first needed.</summary>
    /// <param name="files">The client's files.</param>
    /// <param name="blobs">Large values, which are fetched when a function needs them.</param>
    public CodeContext(CodeFiles files, SessionBlobs? blobs)
        : base("client code", isCollectible: true)
    {
        _files = files;
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
            return _spoiled is not null ? throw _spoiled : _functions.Load(function);
        }
        catch (Exception e) when (e is not (ShippingException or OutOfMemoryException))
        {
            // Whatever reflection says about a malformed message, the caller is told the same kind of thing.
            throw new ShippingException($"a function could not be rebuilt: {e.Message}", null, e);
        }
    }

    /// <inheritdoc />
    public Type? CodecOf(Type type)
    {
        if (_files.Codecs.Count == 0 || _isForgotten)
        {
            return null;
        }

        _codecs ??= Replacements.ByType(_files.Codecs.Select(Resolve));
        return _codecs.GetValueOrDefault(type);
    }

    /// <inheritdoc />
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        ArgumentNullException.ThrowIfNull(assemblyName);
        var name = assemblyName.Name ?? "";
        if (Own(name, assemblyName.CultureName) is { } own)
        {
            return own;
        }

        // What is null here is looked for in the worker's own program next.
        return HostCode.IsContract(name) ? HostCode.Load(name) : !HostCode.IsPrivate(name) ? null
            : throw new FileNotFoundException($"The client's program has no assembly {name}.", name);
    }

    /// <inheritdoc />
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
    {
        var extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        string[] names = [unmanagedDllName, $"lib{unmanagedDllName}{extension}", $"{unmanagedDllName}{extension}",
            $"lib{unmanagedDllName}"];
        return _files.LocateNative(names) is { } path ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;
    }

    private void Forget()
    {
        _isForgotten = true;
        _codecs = null;
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
            if (_isForgotten)
            {
                // A run that was going on when its client left.
                _types.Clear();
            }

            return type;
        }
        catch (Exception e) when (LoadFailures.Shipping(e) is { } shipping)
        {
            throw shipping;
        }
        catch (Exception e) when (e is TypeLoadException or BadImageFormatException or IOException
            or NotSupportedException)
        {
            throw new ShippingException($"the type {name.Name} cannot be loaded: {e.Message}", null, e);
        }
    }

    private Assembly? Find(string name) =>
        Own(name, null) ?? (HostCode.IsContract(name) || HostCode.IsRuntime(name) ? HostCode.Load(name) : null);

    /// <summary>The client's assembly, unless it is one that the worker shares with it.</summary>
    private Assembly? Own(string name, string? culture)
    {
        if (HostCode.IsContract(name) || _files.Assembly(name, culture) is not { } file ||
            (HostCode.IsRuntime(name) && !file.Newer))
        {
            return null;
        }

        return _assemblies.TryGetValue(file, out var known) ? known : LoadOwn(file);
    }

    private Assembly LoadOwn(CodeFile file)
    {
        // Once per path, whoever comes at the same time: the runtime sees to that.
        var path = _files.Locate(file);
        var assembly = LoadFromAssemblyPath(Path.GetFullPath(path));
        if (!file.Mvid.IsEmpty)
        {
            Check(path, file, assembly);
        }

        _assemblies.TryAdd(file, assembly);
        if (_isForgotten)
        {
            _assemblies.Clear();
        }

        return assembly;
    }

    private void Check(string path, CodeFile file, Assembly assembly)
    {
        try
        {
            ModuleVersions.Check(path, file.Mvid.Span, assembly.ManifestModule.ModuleVersionId);
        }
        catch (ShippingException e)
        {
            // Written anew before the client looked at it, or between the look at it here and now. It cannot be taken
            // out again: nothing may run any more.
            _spoiled = e;
            throw;
        }
    }
}
