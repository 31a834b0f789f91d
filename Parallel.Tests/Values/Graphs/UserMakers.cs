using ParallelCompute.Tests.Values.Samples;

namespace ParallelCompute.Tests.Values.Graphs;

/// <summary>Makes values of types as programs declare them, and what holds values of any type.</summary>
internal static class UserMakers
{
    public static Dictionary<string, Func<GraphMaker, object?>[]> All { get; } = new()
    {
        ["KeyValuePair<K,V>"] = [m => KeyValuePair.Create(m.Text(), m.Next())],
        ["ValueTuple"] = [m => (m.Int(), m.Next()), m => (1, 2, 3, 4, 5, 6, m.Text(), m.Next(), "9")],
        ["Tuple"] =
        [
            m => Tuple.Create(m.Next(), m.Open()), m => Tuple.Create(1, 2, 3, 4, 5, 6, m.Int(), m.MaybeText()),
        ],
        ["struct"] =
        [
            m => new Point(m.Int(), m.Double()), m => new Pair(m.Next(), m.Next()),
            m => new Labeled { Label = m.MaybeText(), At = new(m.Int(), 1), Rank = m.Bool() ? null : m.Int() },
        ],
        ["class"] =
        [
            m => m.Person(), m => new Derived(m.Int(), m.Text()) { Init = m.Text() },
            m => new Tree { Tag = m.Next(), Children = [null, new() { Tag = m.Next() }], Names = { ["a"] = null } },
            m => new Derived.Nested<object?>(m.Next()), m => new Reversed<string>(m.Int()),
        ],
        ["record"] =
        [
            m => m.Reading(), m => new Dog(m.Text(), m.Int()), m => new Node(m.Int(), new Node(m.Int(), null)),
            m => m.Many<Animal>(() => m.Bool() ? new Animal(m.Text()) : new Dog(m.Text(), 4)),
        ],
        ["delegate"] =
        [
            m => Adder(m.Int()), m => (Func<object?, bool>)new List<object?> { m.Next() }.Contains,
            m => Adder(1) + Adder(m.Int()), _ => (Func<int, int>)Math.Abs,
        ],
        ["Exception"] =
        [
            m => new StationException(m.Int(), m.Reading(), null) { HelpLink = m.MaybeText() },
            m => new InvalidOperationException(m.Text(), m.Bool() ? null : new StationException(1, null, null))
            {
                Data = { ["key"] = m.Next(), [m.Int()] = m.Text() },
            },
            m => new AggregateException(m.Text(), new TimeoutException(), new StationException(m.Int(), null, null)),
        ],
        ["anonymous type"] = [m => new { Id = m.Int(), Content = m.Next() }],
        ["object"] = [_ => new object(), m => new[] { m.Next(), new object() }],
        ["interface"] =
        [
            m => new IComparable?[] { m.Int(), m.Text(), null }, m => m.Many<IEnumerable<int>>(() => [1, m.Int()]),
        ],
        ["abstract class"] =
        [
            m => new ValueType[] { m.Int(), Color.Green }, m => new Entity[] { m.Person() },
            m => new Array[] { m.Many(m.Int) },
        ],
    };

    private static Func<int, int> Adder(int offset) => x => x + offset;
}
