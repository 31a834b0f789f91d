using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Shipping;

/// <summary>Warns of static fields whose value at the client a worker does not see.</summary>
internal static class ChangingStatics
{
    private static readonly ConditionalWeakTable<Type, ConcurrentDictionary<FieldInfo, bool>> s_seen = [];

    public static void Warn(IEnumerable<FieldInfo> fields, Module reader, Action<string> warn)
    {
        foreach (var field in fields)
        {
            // Told or found harmless before: nothing of either changes while the program runs.
            if (s_seen.GetOrCreateValue(field.DeclaringType!).TryAdd(field, true) && IsAssigned(field, reader))
            {
                var name = $"{field.DeclaringType!.Name}.{CompilerNames.Plain(field.Name)}";
                warn($"The function reads {name}, a static field that the program assigns outside of its " +
                    "initializer. Workers see its initial value; pass it as an argument or capture it in a local.");
            }
        }
    }

    private static bool IsAssigned(FieldInfo field, Module reader) =>
        new[] { field.Module, reader, Assembly.GetEntryAssembly()?.ManifestModule }.OfType<Module>().Distinct()
            .Any(m => AssignedStatics.Of(m).Contains(field));
}
