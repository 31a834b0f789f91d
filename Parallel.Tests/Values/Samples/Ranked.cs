namespace ParallelCompute.Tests.Values.Samples;

/// <summary>A record in an order of its own, which does not ask what it leads to.</summary>
internal sealed record Ranked(int Rank) : IComparable<Ranked>
{
    public Ranked? Other { get; set; }

    public int CompareTo(Ranked? other) => Rank.CompareTo(other?.Rank ?? 0);
}
