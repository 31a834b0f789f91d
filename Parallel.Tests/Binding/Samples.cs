using System.Globalization;
using System.Numerics;

namespace ParallelCompute.Tests.Binding;

/// <summary>Values of mixed sizes and kinds that a function may be bound to.</summary>
internal static class Samples
{
    public static readonly Type[] Types =
    [
        typeof(byte), typeof(int), typeof(double), typeof(decimal), typeof(string), typeof(Guid), typeof(int?),
        typeof(DayOfWeek), typeof((int, string)), typeof(Vector4), typeof(int[]), typeof(bool), typeof(object),
        typeof(IReadOnlyList<int>), typeof(Half),
    ];

    public static object? Of(Type type, Random random) => type switch
    {
        _ when type == typeof(byte) => (byte)random.Next(256),
        _ when type == typeof(int) => random.Next(),
        _ when type == typeof(double) => random.NextDouble(),
        _ when type == typeof(decimal) => (decimal)random.NextDouble(),
        _ when type == typeof(Guid) => new Guid(random.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
        _ when type == typeof(int?) => random.Next(2) == 0 ? null : random.Next(),
        _ when type == typeof(DayOfWeek) => (DayOfWeek)random.Next(7),
        _ when type == typeof((int, string)) => (random.Next(), "pair"),
        _ when type == typeof(Vector4) => new Vector4(random.Next(9), 1, 2, 3),
        _ when type == typeof(bool) => random.Next(2) == 0,
        _ when type == typeof(Half) => (Half)random.NextSingle(),
        _ when type == typeof(int[]) || type == typeof(IReadOnlyList<int>) => new[] { random.Next(), 2 },
        _ => random.Next(3) == 0 ? null : "text " + random.Next(),
    };

    public static string Text(object?[] values) => string.Join("; ", values.Select(v => v switch
    {
        null => "null",
        int[] array => string.Join(",", array),
        _ => string.Create(CultureInfo.InvariantCulture, $"{v}"),
    }));

    public static int Size(this string text) => text.Length;

    public static int LengthPlus(this string text, int x, int more) => text.Length + x + more;
}
