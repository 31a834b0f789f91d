using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="ReadOnlyDictionary{TKey, TValue}"/>.</summary>
internal sealed class ReadOnlyDictionaryKind<TKey, TValue>
    : IWrapper<ReadOnlyDictionary<TKey, TValue>, IDictionary<TKey, TValue>>
    where TKey : notnull
{
    public static IDictionary<TKey, TValue> Inner(ReadOnlyDictionary<TKey, TValue> wrapper) => Content(wrapper);

    public static ReadOnlyDictionary<TKey, TValue> Make(IDictionary<TKey, TValue> inner) => new(inner);

    // Protected: part of the contract with classes that derive from it.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Dictionary")]
    private static extern IDictionary<TKey, TValue> Content(ReadOnlyDictionary<TKey, TValue> wrapper);
}
