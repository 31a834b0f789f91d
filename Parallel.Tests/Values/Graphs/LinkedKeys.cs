using System.Collections.Frozen;
using System.Collections.Immutable;
using ParallelCompute.Tests.Values.Samples;

namespace ParallelCompute.Tests.Values.Graphs;

/// <summary>Makes keys that compare by content and lead to keys made before.</summary>
internal static class LinkedKeys
{
    public static Dictionary<object, object?> Dictionary(GraphMaker m) => Keys(m).ToDictionary(k => k, _ => m.Next());

    public static HashSet<object> Set(GraphMaker m) => [.. Keys(m)];

    /// <summary>Collections of nothing but such keys.</summary>
    public static object Graph(int seed)
    {
        var m = new GraphMaker(seed);
        var keys = Keys(m);
        object[] all =
        [
            keys.ToHashSet(), keys.ToDictionary(k => k, _ => 1), keys.ToFrozenSet(), keys.ToImmutableHashSet(),
            keys.OfType<Link>().ToImmutableDictionary(k => k, k => k), new SortedSet<Tuple<int, object?>>(Chain(m)),
        ];
        return new[] { keys, all[m.Int(all.Length)], all[m.Int(all.Length)] };
    }

    private static object[] Keys(GraphMaker m)
    {
        List<object> keys = [m.Keep(new Link(m.Int()))];
        for (var more = 1 + m.Int(4); more > 0; more--)
        {
            var before = keys[m.Int(keys.Count)];
            keys.Add(m.Int(4) switch
            {
                0 => m.Keep(Tuple.Create(before, m.Int())),
                1 => m.Keep(new Link(m.Int()) { Next = new Slot { Number = 1, Content = before } }),
                2 => m.Keep(new { Id = m.Int(), Before = before }),
                _ => m.Keep(new Link(m.Int()) { Next = before }),
            });
        }

        return [.. keys];
    }

    private static Tuple<int, object?>[] Chain(GraphMaker m)
    {
        var first = Tuple.Create<int, object?>(m.Int(), null);
        return [first, new(m.Int(), first), new(m.Int(), Tuple.Create(1, first))];
    }
}
