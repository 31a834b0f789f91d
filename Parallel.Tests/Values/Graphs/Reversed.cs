namespace ParallelCompute.Tests.Values.Graphs;

internal sealed class Reversed<T>(int factor) : Comparer<T>
{
    private readonly int _factor = factor;

    public override int Compare(T? x, T? y) => _factor * Default.Compare(y, x);
}
