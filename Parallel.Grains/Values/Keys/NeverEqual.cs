namespace ParallelCompute.Values.Keys;

/// <summary>Takes no value for another, and asks none: of two entries with one key neither is dropped quietly.</summary>
internal sealed class NeverEqual<T> : IEqualityComparer<T>
{
    private NeverEqual()
    {
    }

    public static NeverEqual<T> Instance { get; } = new();

    public bool Equals(T? x, T? y) => false;

    public int GetHashCode(T obj) => 0;
}
