using System.Globalization;

namespace ParallelCompute.Dispatch;

/// <summary>Amounts by name: what a worker offers, or what a running item needs.</summary>
internal sealed class Resources(IReadOnlyDictionary<string, double>? amounts) : IEquatable<Resources>
{
    /// <summary>Tenths add up to a little more or less than one.</summary>
    private const double Tolerance = 1e-9;

    private readonly KeyValuePair<string, double>[] _amounts =
        amounts is null || amounts.Count == 0 ? [] : [.. amounts.OrderBy(a => a.Key, StringComparer.Ordinal)];

    public bool AreNone => _amounts.Length == 0;

    public ReadOnlySpan<KeyValuePair<string, double>> Amounts => _amounts;

    public double Of(string name)
    {
        foreach (var (known, amount) in _amounts)
        {
            if (known == name)
            {
                return amount;
            }
        }

        return 0;
    }

    /// <summary>Whether a worker that offers this can run one such item.</summary>
    public bool AreMetBy(Resources offers) => AreMetBy(offers, null);

    /// <summary>Whether it can run one more, where some is in use.</summary>
    public bool AreMetBy(Resources offers, IReadOnlyDictionary<string, double>? used)
    {
        foreach (var (name, amount) in _amounts)
        {
            if (amount + (used?.GetValueOrDefault(name) ?? 0) > offers.Of(name) + Tolerance)
            {
                return false;
            }
        }

        return true;
    }

    public bool Equals(Resources? other) => other is not null && _amounts.AsSpan().SequenceEqual(other._amounts);

    public override bool Equals(object? obj) => Equals(obj as Resources);

    public override int GetHashCode() => _amounts.Length;

    public override string ToString() => AreNone ? "nothing" : string.Join(
        ", ", _amounts.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Key}: {a.Value}")));
}
