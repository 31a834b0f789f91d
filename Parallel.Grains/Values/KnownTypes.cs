using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using ParallelCompute.Code;
using ParallelCompute.Wire;

namespace ParallelCompute.Values;

/// <summary>Finds types in the assemblies that this process has already loaded into its default context.</summary>
/// <remarks>Never loads an assembly. Safe to use from any thread.</remarks>
public sealed class KnownTypes : ITypeResolver
{
    private readonly ConcurrentDictionary<string, Assembly> _assemblies = new(StringComparer.Ordinal);

    private KnownTypes()
    {
    }

    /// <summary>The only instance.</summary>
    public static KnownTypes Instance { get; } = new();

    /// <inheritdoc/>
    public Type Resolve(TypeName name) => TypeNames.Resolve(name, Find);

    // What the default context has loaded stays loaded, so only hits are kept.
    private Assembly? Find(string name)
    {
        if (_assemblies.TryGetValue(name, out var known))
        {
            return known;
        }

        var found = AssemblyLoadContext.Default.Assemblies.FirstOrDefault(
            a => string.Equals(a.GetName().Name, name, StringComparison.Ordinal));
        return found is null ? null : _assemblies.GetOrAdd(name, found);
    }
}
