using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Collections.Specialized;
using ParallelCompute.Tests.Values.Samples;

namespace ParallelCompute.Tests.Values.Graphs;

/// <summary>Makes collections without keys.</summary>
internal static class SequenceMakers
{
    public static Dictionary<string, Func<GraphMaker, object?>[]> All { get; } = new()
    {
        ["T[]"] =
        [
            m => m.Many(m.Long), m => m.Many(m.MaybeText), m => m.Many(m.Reading), m => m.Many(m.Next),
            m => m.Many(() => new Point(m.Int(), 1)), m => m.Many<object>(m.Text), m => m.Many(m.Person),
        ],
        ["T[][]"] = [m => m.Many(() => m.Many(m.Int))],
        ["T[,]"] = [m => new[,] { { m.Int(), 1 }, { 3, 4 } }, m => new object?[,,] { { { m.Next(), m.Text() } } }],
        ["List<T>"] =
        [
            m => m.Many(m.Int).ToList(), m => m.Many(m.MaybeText).ToList(), m => Fill(m, m.Open(), (c, e) => c.Add(e)),
            m => m.Many(m.Person).ToList(),
        ],
        ["Queue<T>"] =
        [
            m => new Queue<int>(m.Many(m.Int)),
            m => Fill(m, new Queue<object?>(), (c, e) => c.Enqueue(e)),
        ],
        ["Stack<T>"] =
        [
            m => new Stack<double>(m.Many(m.Double)), m => Fill(m, new Stack<object?>(), (c, e) => c.Push(e)),
        ],
        ["LinkedList<T>"] =
        [
            m => new LinkedList<string?>(m.Many(m.MaybeText)),
            m => Fill(m, new LinkedList<object?>(), (c, e) => c.AddLast(e)),
        ],
        ["ConcurrentQueue<T>"] =
        [
            m => new ConcurrentQueue<int>(m.Many(m.Int)),
            m => Fill(m, new ConcurrentQueue<object?>(), (c, e) => c.Enqueue(e)),
        ],
        ["ConcurrentStack<T>"] =
        [
            m => new ConcurrentStack<int>(m.Many(m.Int)),
            m => Fill(m, new ConcurrentStack<object?>(), (c, e) => c.Push(e)),
        ],
        ["ConcurrentBag<T>"] =
        [
            m => new ConcurrentBag<int>(m.Many(m.Int)), m => new ConcurrentBag<Person>(m.Many(m.Person)),
        ],
        ["Collection<T>"] =
        [
            m => new Collection<int>(m.Many(m.Int).ToList()), m => new Collection<object?>(m.Open()),
        ],
        ["ObservableCollection<T>"] =
        [
            m => new ObservableCollection<string?>(m.Many(m.MaybeText)),
            m => Fill(m, new ObservableCollection<object?>(), (c, e) => c.Add(e)),
        ],
        ["ReadOnlyCollection<T>"] = [m => m.Open().AsReadOnly(), m => Array.AsReadOnly(m.Many(m.Int))],
        ["ReadOnlyObservableCollection<T>"] = [m => new ReadOnlyObservableCollection<int>([.. m.Many(m.Int)])],
        ["ArrayList"] = [m => Fill(m, new ArrayList(), (c, e) => c.Add(e))],
        ["StringCollection"] = [m => Fill(m, new StringCollection(), (c, _) => c.Add(m.MaybeText()))],
        ["ArraySegment<T>"] =
        [
            m => new ArraySegment<int>([1, m.Int(), 3], 1, 2), m => new ArraySegment<object?>(m.Many(m.Next)),
            _ => default(ArraySegment<int>),
        ],
        ["Memory<T>"] = [m => new Memory<int>([1, m.Int(), 3], 1, 2), m => new Memory<string?>(m.Many(m.MaybeText))],
        ["ReadOnlyMemory<T>"] = [m => m.Text().AsMemory(), m => new ReadOnlyMemory<Reading>(m.Many(m.Reading))],
        ["ImmutableArray<T>"] =
        [
            m => ImmutableArray.Create(m.Many(m.Int)), m => ImmutableArray.Create(m.Many(m.Next)),
            _ => default(ImmutableArray<int>),
        ],
        ["ImmutableList<T>"] = [m => ImmutableList.Create(m.Many(m.Int)), m => ImmutableList.Create(m.Many(m.Next))],
        ["ImmutableQueue<T>"] = [m => ImmutableQueue.Create(m.Many(m.Int)), m => ImmutableQueue.Create(m.Many(m.Next))],
        ["ImmutableStack<T>"] = [m => ImmutableStack.Create(m.Many(m.Int)), m => ImmutableStack.Create(m.Many(m.Next))],
    };

    private static TCollection Fill<TCollection>(GraphMaker m, TCollection empty, Action<TCollection, object?> add)
        where TCollection : class
    {
        m.Keep(empty);
        foreach (var element in m.Many(m.Next))
        {
            add(empty, element);
        }

        return empty;
    }
}
