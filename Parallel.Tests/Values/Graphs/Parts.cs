using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics.Tensors;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Tests.Values.Graphs;

/// <summary>The parts of collections and other holders, in an order that both sides share.</summary>
internal static class Parts
{
    private static readonly HashSet<Type> Unordered =
    [
        typeof(Hashtable), typeof(ConcurrentDictionary<,>), typeof(ConcurrentBag<>), typeof(ImmutableHashSet<>),
        typeof(ImmutableDictionary<,>), typeof(FrozenSet<>), typeof(FrozenDictionary<,>),
    ];

    private static readonly ConcurrentDictionary<Type, Func<object, List<object?>>?> Known = new();
    private static readonly ConcurrentDictionary<Type, Action<object, object?>> Lookups = new();

    /// <summary>All that the object is made of; null where its fields say so.</summary>
    public static List<object?>? Of(object value) => Known.GetOrAdd(value.GetType(), Find)?.Invoke(value);

    /// <summary>The type that a program knows the value by.</summary>
    public static Type TypeOf(object value)
    {
        var type = value.GetType();
        while (IsFrozen(type) && IsFrozen(type.BaseType!))
        {
            type = type.BaseType!;
        }

        return type;
    }

    /// <summary>Looks every key of a collection up in it.</summary>
    public static void CheckUse(object value, string path)
    {
        if (value is IDictionary map)
        {
            foreach (DictionaryEntry entry in map)
            {
                Assert.True(map.Contains(entry.Key) && Equals(map[entry.Key], entry.Value), $"{path}: no {entry.Key}");
            }
        }
        else if (value is IEnumerable elements && SetElement(value.GetType()) is { } element)
        {
            var lookup = Lookups.GetOrAdd(element, e => typeof(Parts)
                .GetMethod(nameof(Contains), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(e)
                .CreateDelegate<Action<object, object?>>());
            foreach (var one in elements)
            {
                lookup(value, one);
            }
        }
    }

    private static Func<object, List<object?>>? Find(Type type)
    {
        if (type.IsAssignableTo(typeof(Delegate)))
        {
            return value => [.. ((Delegate)value).GetInvocationList().SelectMany<Delegate, object?>(
                part => [part.Method.Module.Name, part.Method.MetadataToken, part.Target])];
        }

        if (type.IsAssignableTo(typeof(Exception)))
        {
            var fields = type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);
            var own = type.Assembly == typeof(Parts).Assembly ? fields : [];
            return value => [.. OfException((Exception)value), .. own.Select(f => f.GetValue(value))];
        }

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        if (type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true && !type.IsArray)
        {
            return null;
        }

        if (definition == typeof(Lazy<>) || definition == typeof(StrongBox<>))
        {
            return value => [((dynamic)value).Value];
        }

        if (definition == typeof(PriorityQueue<,>))
        {
            return value => [((dynamic)value).Comparer, .. Sequence((IEnumerable)((dynamic)value).UnorderedItems)];
        }

        if (definition == typeof(Memory<>) || definition == typeof(ReadOnlyMemory<>))
        {
            return value => Sequence((IEnumerable)((dynamic)value).ToArray());
        }

        if (definition == typeof(ImmutableArray<>) || definition == typeof(ArraySegment<>))
        {
            return value => value.Equals(Activator.CreateInstance(type)) ? [] : [true, .. Sequence((IEnumerable)value)];
        }

        if (!type.IsAssignableTo(typeof(IEnumerable)))
        {
            return null;
        }

        var comparers = type.GetProperties()
            .Where(p => p.Name is "Comparer" or "KeyComparer" or "ValueComparer").ToArray();
        var isOrdered = !Unordered.Contains(definition) && !IsFrozen(type);
        return value =>
        [
            .. comparers.Select(c => c.GetValue(value)), .. Lengths(value),
            .. isOrdered ? Sequence((IEnumerable)value)
                : [.. Sequence((IEnumerable)value).OrderBy(Key, StringComparer.Ordinal)],
        ];
    }

    private static IEnumerable<object?> OfException(Exception e) =>
    [
        e.Message, e.HelpLink, e.HResult, e.InnerException, .. (e as AggregateException)?.InnerExceptions ?? [],
        .. e.Data.Keys.Cast<object>(), .. e.Data.Values.Cast<object?>(),
    ];

    private static IEnumerable<object?> Lengths(object value) => value is Array array
        ? Enumerable.Range(0, array.Rank).Select(d => (object?)array.GetLength(d))
        : value is IReadOnlyTensor tensor ? tensor.Lengths.ToArray().Select(l => (object?)(long)l) : [];

    private static List<object?> Sequence(IEnumerable values) => [.. values.Cast<object?>()];

    private static string Key(object? value) => value switch
    {
        null => "",
        DictionaryEntry entry => Key(entry.Key),
        Person person => $"{person.Id:D9}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ when value.GetType() is { IsGenericType: true } type &&
            type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) => Key(((dynamic)value).Key),
        _ => value.ToString()!,
    };

    private static bool IsFrozen(Type type) =>
        type.FullName!.StartsWith("System.Collections.Frozen.", StringComparison.Ordinal);

    private static Type? SetElement(Type type) => type.GetInterfaces()
        .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReadOnlySet<>))?
        .GenericTypeArguments[0];

    private static void Contains<T>(object set, object? element) =>
        Assert.True(((IReadOnlySet<T>)set).Contains((T)element!), $"{element} is not found");
}
