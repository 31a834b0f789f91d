using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using ParallelCompute.Code;
using ParallelCompute.Wire;

namespace ParallelCompute.Values;

/// <summary>
/// Finds types in the assemblies that this process has already loaded into its default context, and in those of the
/// base library whose types always travel.
/// </summary>
/// <remarks>Never loads another assembly. Safe to use from any thread.</remarks>
public sealed class KnownTypes : ITypeResolver
{
    private readonly ConcurrentDictionary<string, Assembly> _assemblies = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private int _loads = 1;
    private int _listed;

    private KnownTypes() => AppDomain.CurrentDomain.AssemblyLoad += (_, _) => Interlocked.Increment(ref _loads);

    /// <summary>The only instance.</summary>
    public static KnownTypes Instance { get; } = new();

    /// <inheritdoc/>
    public Type Resolve(TypeName name) => TypeNames.Resolve(name, Find);

    // What the default context has loaded stays loaded. The list is made anew only after something was loaded, so that
    // names of nothing cost nothing.
    private Assembly? Find(string name)
    {
        if (!_assemblies.ContainsKey(name) && Volatile.Read(ref _listed) != Volatile.Read(ref _loads))
        {
            List();
        }

        return _assemblies.GetValueOrDefault(name) ?? LibraryCodecs.AssemblyOf(name);
    }

    private void List()
    {
        lock (_gate)
        {
            var loads = Volatile.Read(ref _loads);
            foreach (var assembly in AssemblyLoadContext.Default.Assemblies)
            {
                _assemblies.TryAdd(assembly.GetName().Name!, assembly);
            }

            Volatile.Write(ref _listed, loads);
        }
    }
}
