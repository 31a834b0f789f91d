using System.Collections;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="Hashtable"/>.</summary>
internal sealed class HashtableKind : IKeyed<Hashtable, object, object?, IEqualityComparer>
{
    public static IEqualityComparer Comparer(Hashtable collection) =>
        EqualityComparer(collection) ?? EqualityComparer<object>.Default;

    public static int Count(Hashtable collection) => collection.Count;

    public static IEnumerable<KeyValuePair<object, object?>> Entries(Hashtable collection) =>
        collection.Cast<DictionaryEntry>().Select(e => new KeyValuePair<object, object?>(e.Key, e.Value));

    public static Hashtable Create(IEqualityComparer comparer) => new(comparer);

    public static bool TryAdd(Hashtable collection, object key, object? value)
    {
        if (collection.ContainsKey(key))
        {
            return false;
        }

        collection.Add(key, value);
        return true;
    }

    // Protected: part of the contract with classes that derive from it.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_EqualityComparer")]
    private static extern IEqualityComparer? EqualityComparer(Hashtable collection);
}
