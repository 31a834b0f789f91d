namespace ParallelCompute.Values.Keys;

/// <summary>Takes no value for another, and asks none: two entries with one key are never taken for one.</summary>
internal sealed class NeverEqual<T> : IEqualityComparer<T>
{
    private NeverEqual()
    {
    }

    public static NeverEqual<T> Instance { get; } = new();

    public bool Equals(T? x, T? y) => false;

    public int GetHashCode(T obj) => 0;
}
