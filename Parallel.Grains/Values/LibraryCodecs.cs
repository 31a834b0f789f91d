using System.Reflection;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values;

/// <summary>The types of the base library that have a codec of their own, over their public contract.</summary>
/// <remarks>By assembly, so that none is loaded before a value of its types is met.</remarks>
internal static class LibraryCodecs
{
    private const string Core = "System.Private.CoreLib";
    private const string Tensors = "System.Numerics.Tensors";

    private static readonly Dictionary<string, Func<LibraryTable>> Tables = new(StringComparer.Ordinal)
    {
        [Core] = () => CoreTypes.Table,
        ["System.Collections"] = () => CollectionTypes.Table,
        ["System.Collections.Concurrent"] = () => ConcurrentTypes.Table,
        ["System.Collections.Immutable"] = () => ImmutableTypes.Table,
        ["System.Collections.Specialized"] = () => StringTypes.Table,
        ["System.ObjectModel"] = () => ObservableTypes.Table,
        ["System.Runtime.Numerics"] = () => NumberTypes.Table,
        ["System.Text.RegularExpressions"] = () => RegexTypes.Table,
        ["System.Text.Json"] = () => JsonTypes.Table,
        ["System.Private.Uri"] = () => UriTypes.Table,
        ["System.Net.Primitives"] = () => NetTypes.Table,
        ["System.Net.NetworkInformation"] = () => NetworkTypes.Table,
    };

    /// <summary>Makes the codec of a type; null where it is not listed.</summary>
    public static Func<ValueCodec>? Find(Type type) => TableOf(type) is { } table ? table.Find(type)
        : NameOf(type) == Tensors && BaseLibrary.Contains(type) ? TensorTypes.Find(type) : null;

    /// <summary>Whether values of the type travel as memory.</summary>
    public static bool IsMemory(Type type) => TableOf(type)?.IsMemory(type) == true;

    /// <summary>The type that values of this one travel as: a public one where this is an internal class.</summary>
    public static Type Contract(Type type)
    {
        if (BaseLibrary.Contains(type) && Find(type) is null)
        {
            for (var level = type.BaseType; level is not null; level = level.BaseType)
            {
                if (TableOf(level)?.IsContract(level) == true)
                {
                    return level;
                }
            }
        }

        return type;
    }

    /// <summary>The assembly of that name, where types of it travel wherever the program runs.</summary>
    public static Assembly? AssemblyOf(string name) =>
        Tables.TryGetValue(name, out var table) ? table().Assembly : null;

    private static LibraryTable? TableOf(Type type) =>
        Tables.TryGetValue(NameOf(type), out var table) && BaseLibrary.Contains(type) ? table() : null;

    private static string NameOf(Type type) =>
        type.Assembly == typeof(object).Assembly ? Core : type.Assembly.GetName().Name ?? "";
}
