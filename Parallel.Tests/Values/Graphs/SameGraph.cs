using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace ParallelCompute.Tests.Values.Graphs;

/// <summary>Walks two graphs side by side: same structure, same content, same objects in the same places.</summary>
internal sealed class SameGraph
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Fields = new();

    private readonly Dictionary<object, object> _there = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, object> _back = new(ReferenceEqualityComparer.Instance);

    public static void Check(object? expected, object? actual, string path = "value") =>
        new SameGraph().Walk(expected, actual, path);

    private void Walk(object? expected, object? actual, string path)
    {
        if (expected is null || actual is null)
        {
            Same(expected is null && actual is null, path, expected, actual);
            return;
        }

        if (expected is not (string or ValueType) && !Contents.IsShared(expected) && !IsNew(expected, actual, path))
        {
            return;
        }

        if (Contents.Of(expected) is { } content)
        {
            Same(Equals(content, Contents.Of(actual)), path, expected, actual);
        }
        else if (Parts.Of(expected) is { } parts)
        {
            Same(Parts.TypeOf(expected) == Parts.TypeOf(actual), path, expected, actual);
            Walk(parts, Parts.Of(actual)!, path);
            Parts.CheckUse(actual, path);
        }
        else
        {
            Same(expected.GetType() == actual.GetType(), path, expected, actual);
            foreach (var field in Fields.GetOrAdd(expected.GetType(), FieldsOf))
            {
                Walk(field.GetValue(expected), field.GetValue(actual), $"{path}.{field.Name}");
            }
        }
    }

    private void Walk(List<object?> expected, List<object?> actual, string path)
    {
        Same(expected.Count == actual.Count, path, $"{expected.Count} parts", $"{actual.Count} parts");
        for (var i = 0; i < expected.Count; i++)
        {
            Walk(expected[i], actual[i], $"{path}[{i}]");
        }
    }

    /// <summary>Whether this pair is met for the first time; each object has one counterpart.</summary>
    private bool IsNew(object expected, object actual, string path)
    {
        if (_there.TryGetValue(expected, out var counterpart))
        {
            Same(ReferenceEquals(counterpart, actual), $"{path} (another object)", expected, actual);
            return false;
        }

        Same(_back.TryAdd(actual, expected), $"{path} (the same object)", expected, actual);
        _there.Add(expected, actual);
        return true;
    }

    private static FieldInfo[] FieldsOf(Type type)
    {
        var isOfLibrary = type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true;
        Assert.True(
            !isOfLibrary || type == typeof(object) || type == typeof(DictionaryEntry) ||
                type.Name.Contains("Tuple`", StringComparison.Ordinal) || type.Name == typeof(KeyValuePair<,>).Name,
            $"{type} is to be compared by its contract");
        return [.. Levels(type).SelectMany(level => level.GetFields(Declared))];
    }

    /// <summary>The type and its base types, up to those of the base library.</summary>
    private static IEnumerable<Type> Levels(Type type)
    {
        yield return type;
        for (var level = type.BaseType; level?.Assembly == typeof(SameGraph).Assembly; level = level.BaseType)
        {
            yield return level;
        }
    }

    private static void Same(bool isSame, string path, object? expected, object? actual)
    {
        if (!isSame)
        {
            Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{path}: {expected} became {actual}"));
        }
    }
}
