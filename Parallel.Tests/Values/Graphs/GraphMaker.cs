using ParallelCompute.Tests.Values.Samples;

namespace ParallelCompute.Tests.Values.Graphs;

/// <summary>Makes graphs of all types that travel, with shared objects and cycles, from a seed.</summary>
internal sealed class GraphMaker(int seed)
{
    private static readonly Func<GraphMaker, object?>[] Kinds = [.. Makers.All.Values.SelectMany(m => m)];

    private readonly Random _random = new(seed);
    private readonly List<object> _made = [];
    private readonly List<List<object?>> _open = [];
    private readonly List<Person> _people = [];
    private int _left;
    private int _depth;

    public object? Graph()
    {
        _left = 3 + Int(24);
        var root = Keep(new List<object?>());
        _open.Add(root);
        while (_left > 0)
        {
            root.Add(Next());
        }

        for (var knots = Int(4); knots > 0; knots--)
        {
            _open[Int(_open.Count)].Add(Made());
            if (_people.Count > 0)
            {
                _people[Int(_people.Count)].Note = Made();
            }
        }

        return Int(2) == 0 ? root : root[0] ?? root;
    }

    /// <summary>A value of any type, which may be null, or an object made before.</summary>
    public object? Next()
    {
        var roll = Int(100);
        return --_left < 0 || roll < 8 || _depth > 8 ? null
            : roll < 22 && _made.Count > 0 ? Made() : One(Kinds[Int(Kinds.Length)]);
    }

    public object? One(Func<GraphMaker, object?> kind)
    {
        _depth++;
        var value = kind(this);
        _depth--;
        return value is null or string or ValueType ? value : Keep(value);
    }

    /// <summary>Remembers an object, so that others may lead to it.</summary>
    public T Keep<T>(T value)
        where T : class
    {
        _made.Add(value);
        return value;
    }

    /// <summary>An empty list that more may be put into at the end.</summary>
    public List<object?> Open()
    {
        var list = Keep(new List<object?>());
        _open.Add(list);
        return list;
    }

    public Person Person()
    {
        if (_people.Count > 0 && Int(2) == 0)
        {
            return _people[Int(_people.Count)];
        }

        var person = Keep(new Person(_people.Count, Text()) { Age = Int(3) == 0 ? null : Int(99) });
        _people.Add(person);
        person.Friend = Int(3) == 0 ? _people[Int(_people.Count)] : null;
        person.Things = Int(3) == 0 && _depth < 8 ? [.. Many(Next)] : null;
        person.Known.UnionWith(Many(() => _people[Int(_people.Count)]));
        return person;
    }

    public int Int(int below) => _random.Next(below);

    public int Int() => _random.Next(int.MinValue, int.MaxValue);

    public long Long() => _random.NextInt64(long.MinValue, long.MaxValue);

    public double Double() => Int(9) == 0 ? double.NaN : _random.NextDouble() * Math.Pow(10, Int(30) - 15);

    public bool Bool() => Int(2) == 0;

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    public string? MaybeText() => Int(6) == 0 ? null : Text();

    public string Text() => Int(10) switch
    {
        0 => "",
        1 => new string((char)Int(0x10000), 1 + Int(4)),
        _ => string.Concat(Many(() => (char)((Bool() ? 'a' : 'A') + Int(26)))) + Int(10),
    };

    public T Any<T>(params ReadOnlySpan<T> choices) => choices[Int(choices.Length)];

    public T[] Many<T>(Func<T> make) => [.. Enumerable.Range(0, Int(5)).Select(_ => make())];

    /// <summary>Entries whose keys differ by that comparer.</summary>
    public Dictionary<TKey, object?> Entries<TKey>(IEqualityComparer<TKey>? comparer, Func<TKey> key)
        where TKey : notnull
    {
        Dictionary<TKey, object?> entries = new(comparer);
        foreach (var one in Many(key))
        {
            entries.TryAdd(one, Next());
        }

        return entries;
    }

    public StringComparer Comparer() => Any<StringComparer>(
        StringComparer.Ordinal, StringComparer.OrdinalIgnoreCase, StringComparer.InvariantCultureIgnoreCase);

    public Reading Reading() => Keep(new Reading(Int(), Int(100), Text()));

    private object Made() => _made[Int(_made.Count)];
}
