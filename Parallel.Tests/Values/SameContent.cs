using System.Collections;
using System.Reflection;
using Xunit;

namespace ParallelCompute.Tests.Values;

/// <summary>Compares objects by type and content, field by field.</summary>
internal static class SameContent
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static void Check(object? expected, object? actual, string path = "value")
    {
        if (expected is null || actual is null || expected.GetType() != actual.GetType())
        {
            Assert.True(expected is null && actual is null, $"{path}: {expected} became {actual}");
        }
        else if (expected is IEnumerable and not string)
        {
            var (a, b) = (List(expected), List(actual));
            Assert.True(a.Length == b.Length, $"{path}: {a.Length} elements became {b.Length}");
            for (var i = 0; i < a.Length; i++)
            {
                Check(a[i], b[i], $"{path}[{i}]");
            }
        }
        else if (expected is string || (expected.GetType().Assembly == typeof(object).Assembly && !IsPair(expected)))
        {
            var isPlain = expected.GetType() == typeof(object);
            Assert.True(isPlain || expected.Equals(actual), $"{path}: {expected} became {actual}");
        }
        else
        {
            Fields(expected, actual, path);
        }
    }

    private static void Fields(object expected, object actual, string path)
    {
        for (var type = expected.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(Declared))
            {
                Check(field.GetValue(expected), field.GetValue(actual), $"{path}.{field.Name}");
            }
        }
    }

    private static bool IsPair(object value) => value is System.Runtime.CompilerServices.ITuple ||
        value.GetType().Name.StartsWith("KeyValuePair", StringComparison.Ordinal);

    private static object?[] List(object value) => [.. ((IEnumerable)value).Cast<object?>()];
}
