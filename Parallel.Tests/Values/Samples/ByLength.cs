namespace ParallelCompute.Tests.Values.Samples;

public sealed class ByLength(int extra) : IEqualityComparer<string>
{
    public int Extra => extra;

    public bool Equals(string? x, string? y) => x?.Length == y?.Length;

    public int GetHashCode(string obj) => obj.Length + extra;
}
