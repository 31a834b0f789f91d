using ParallelCompute.Tests.Values.Samples;

namespace ParallelCompute.Tests.Values;

/// <summary>Makes values of every shape from a seed.</summary>
internal sealed class RandomGraphs(int seed)
{
    private readonly Random _random = new(seed);

    public object? Next(int depth = 0) => _random.Next(depth > 6 ? 10 : 20) switch
    {
        0 => null,
        1 => _random.Next(),
        2 => Text(),
        3 => _random.NextDouble(),
        4 => (decimal)_random.NextDouble() * 1_000_000,
        5 => new DateTime(_random.NextInt64(DateTime.MaxValue.Ticks), (DateTimeKind)_random.Next(3)),
        6 => new Point(_random.Next(), _random.NextDouble()),
        7 => (Color)_random.Next(256),
        8 => Many(i => _random.NextInt64()),
        9 => new Reading(_random.Next(), _random.NextDouble(), Text() ?? ""),
        10 => Many(i => Next(depth + 1)),
        11 => Many(i => Text()).ToList(),
        12 => new Dog(Text() ?? "", _random.Next()),
        13 => Tree(depth),
        14 => (Next(depth + 1), _random.Next(), Text()),
        15 => Tuple.Create(Next(depth + 1), Labeled()),
        16 => Many(i => Labeled()),
        17 => Many(i => Next(depth + 1)).Select((v, i) => (v, i)).ToDictionary(p => $"{p.i}", p => p.v),
        18 => new Derived(_random.Next(), Text() ?? "") { Init = "i" },
        _ => new { Id = _random.Next(), Content = Next(depth + 1), Maybe = Maybe() },
    };

    private Tree Tree(int depth) => new()
    {
        Tag = Next(depth + 1),
        Children = [.. Many(i => _random.Next(2) == 0 || depth > 4 ? null : Tree(depth + 1))],
        Names = Many(i => new Animal(Text() ?? "")).Select((a, i) => (a, i))
            .ToDictionary(p => $"{p.i}", p => (Animal?)p.a),
        Labels = _random.Next(2) == 0 ? null : Many(i => Labeled()),
    };

    private Labeled Labeled() => new() { Label = Text(), At = new(_random.Next(), 1), Rank = Maybe() };

    private int? Maybe() => _random.Next(2) == 0 ? null : _random.Next();

    private string? Text() => _random.Next(8) switch
    {
        0 => null,
        1 => new string((char)_random.Next(0x10000), _random.Next(5)),
        var length => string.Concat(Many(i => (char)('a' + _random.Next(26)))) + length,
    };

    private T[] Many<T>(Func<int, T> make) => [.. Enumerable.Range(0, _random.Next(4)).Select(make)];
}
