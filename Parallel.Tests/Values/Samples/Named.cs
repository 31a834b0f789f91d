namespace ParallelCompute.Tests.Values.Samples;

/// <summary>A record that its name alone tells apart, by methods of its own.</summary>
internal sealed record Named(string Name)
{
    public object? Other { get; set; }

    public bool Equals(Named? other) => other?.Name == Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
