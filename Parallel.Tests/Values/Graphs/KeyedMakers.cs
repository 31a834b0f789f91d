using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using ParallelCompute.Tests.Values.Samples;

namespace ParallelCompute.Tests.Values.Graphs;

/// <summary>Makes collections with keys and sets: of texts, tuples, records, enums and references.</summary>
internal static class KeyedMakers
{
    public static Dictionary<string, Func<GraphMaker, object?>[]> All { get; } = new()
    {
        ["Dictionary<K,V>"] =
        [
            m => m.Entries(m.Comparer(), m.Text), m => m.Entries(null, m.Person), m => m.Entries(null, m.Reading),
            m => m.Entries(null, () => (m.Int(9), m.MaybeText())), m => m.Entries(null, () => (Color)m.Int(9)),
            m => m.Entries(new ByLength(m.Int(9)), m.Text), m => m.Entries<object>(null, m.Person),
            m => m.Entries<object>(ReferenceEqualityComparer.Instance, m.Reading), Rings, LinkedKeys.Dictionary,
        ],
        ["HashSet<T>"] =
        [
            m => new HashSet<string?>(m.Many(m.MaybeText), m.Comparer()), m => new HashSet<Person>(m.Many(m.Person)),
            m => new HashSet<Reading>(m.Many(m.Reading)), m => new HashSet<Point>(m.Many(() => new Point(m.Int(9), 1))),
            LinkedKeys.Set,
        ],
        ["OrderedDictionary<K,V>"] =
        [
            m => m.Comparer() is var c ? new OrderedDictionary<string, object?>(m.Entries(c, m.Text), c) : null,
            m => new OrderedDictionary<Person, object?>(m.Entries(null, m.Person)),
        ],
        ["SortedDictionary<K,V>"] =
        [
            m => Sorted(m, new SortedDictionary<string, object?>(m.Comparer()), m.Text),
            m => Sorted(m, new SortedDictionary<int, object?>(new Reversed<int>(1 + m.Int(3))), m.Int),
        ],
        ["SortedList<K,V>"] =
        [
            m => Sorted(m, new SortedList<string, object?>(StringComparer.Ordinal), m.Text),
            m => Sorted(m, new SortedList<(int, string), object?>(), () => (m.Int(9), m.Text())),
        ],
        ["SortedSet<T>"] =
        [
            m => new SortedSet<int>(m.Many(m.Int), new Reversed<int>(2)),
            m => new SortedSet<string?>(m.Many(m.MaybeText), m.Comparer()),
        ],
        ["PriorityQueue<T,P>"] =
        [
            m => Queue(m, new PriorityQueue<object?, int>(), () => m.Int(9)),
            m => Queue(m, new PriorityQueue<object?, string?>(m.Comparer()), m.MaybeText),
        ],
        ["ConcurrentDictionary<K,V>"] =
        [
            m => m.Comparer() is var c ? new ConcurrentDictionary<string, object?>(m.Entries(c, m.Text), c) : null,
            m => new ConcurrentDictionary<Person, object?>(m.Entries(null, m.Person)),
        ],
        ["ReadOnlyDictionary<K,V>"] =
        [
            m => new ReadOnlyDictionary<string, object?>(m.Keep(m.Entries(m.Comparer(), m.Text))),
        ],
        ["ReadOnlySet<T>"] = [m => new ReadOnlySet<string>(m.Keep(new HashSet<string>(m.Many(m.Text), m.Comparer())))],
        ["Hashtable"] =
        [
            m => new Hashtable(m.Entries(m.Comparer(), m.Text), m.Bool() ? null : StringComparer.Ordinal),
            m => new Hashtable(m.Entries(null, m.Person)),
        ],
        ["ImmutableHashSet<T>"] =
        [
            m => ImmutableHashSet.Create(m.Comparer(), m.Many(m.Text)), m => ImmutableHashSet.Create(m.Many(m.Person)),
            m => ImmutableHashSet.Create(m.Many(m.Reading)),
        ],
        ["ImmutableSortedSet<T>"] =
        [
            m => ImmutableSortedSet.Create(m.Comparer(), m.Many(m.Text)),
            m => ImmutableSortedSet.Create(new Reversed<int>(1), m.Many(m.Int)),
        ],
        ["ImmutableDictionary<K,V>"] =
        [
            m => m.Comparer() is var c ? m.Entries(c, m.Text).ToImmutableDictionary(c) : null,
            m => m.Entries(null, m.Text).ToImmutableDictionary(
                p => p.Key, p => p.Key, StringComparer.Ordinal, StringComparer.OrdinalIgnoreCase),
            m => m.Entries(null, m.Person).ToImmutableDictionary(),
        ],
        ["ImmutableSortedDictionary<K,V>"] =
        [
            m => m.Entries(null, m.Int).ToImmutableSortedDictionary(new Reversed<int>(1)),
            m => m.Entries(null, m.Text).ToImmutableSortedDictionary(
                p => p.Key, p => p.Key, StringComparer.Ordinal, m.Comparer()),
        ],
        ["FrozenSet<T>"] =
        [
            m => m.Many(m.Int).ToFrozenSet(), m => m.Many(m.Text).ToFrozenSet(m.Comparer()),
            m => m.Many(m.Person).ToFrozenSet(), m => m.Many(m.Reading).ToFrozenSet(),
        ],
        ["FrozenDictionary<K,V>"] =
        [
            m => m.Comparer() is var c ? m.Entries(c, m.Text).ToFrozenDictionary(c) : null,
            m => m.Entries(null, m.Int).ToFrozenDictionary(), m => m.Entries(null, m.Person).ToFrozenDictionary(),
        ],
    };

    /// <summary>Keys that are equal by content and may lead to their own dictionary.</summary>
    private static Dictionary<Ring, int> Rings(GraphMaker m)
    {
        var first = m.Keep(new Ring { Name = m.Text() });
        first.Ranks = new() { [first] = m.Int() };
        first.Ranks.TryAdd(m.Keep(new Ring { Name = m.Text(), Parent = first }), 1);
        return first.Ranks;
    }

    private static IDictionary<TKey, object?> Sorted<TKey>(
        GraphMaker m, IDictionary<TKey, object?> empty, Func<TKey> key)
        where TKey : notnull
    {
        m.Keep(empty);
        foreach (var one in m.Many(key))
        {
            empty[one] = m.Next();
        }

        return empty;
    }

    private static PriorityQueue<object?, TPriority> Queue<TPriority>(
        GraphMaker m, PriorityQueue<object?, TPriority> empty, Func<TPriority> priority)
    {
        m.Keep(empty);
        foreach (var one in m.Many(priority))
        {
            empty.Enqueue(m.Next(), one);
        }

        return empty;
    }
}
