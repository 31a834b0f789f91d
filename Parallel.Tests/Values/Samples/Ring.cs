namespace ParallelCompute.Tests.Values.Samples;

/// <summary>Equal by name, whatever it leads to.</summary>
public sealed class Ring : IEquatable<Ring>
{
    public Ring? Parent { get; set; }

    public Ring? Other { get; set; }

    public Ring[]? Children { get; set; }

    public Dictionary<Ring, int>? Ranks { get; set; }

    public HashSet<Ring>? Set { get; set; }

    public required string Name { get; init; }

    public bool Equals(Ring? other) => other?.Name == Name;

    public override bool Equals(object? obj) => Equals(obj as Ring);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
