using System.Runtime.CompilerServices;

namespace ParallelCompute.Tests.Behavior;

/// <summary>An input that tells nobody how long it is, and remembers how far it was pulled.</summary>
internal sealed class Inputs(int count = int.MaxValue)
{
    private int _pulled;
    private int _closed;

    public int Pulled => Volatile.Read(ref _pulled);

    /// <summary>How many of its enumerators were disposed.</summary>
    public int Closed => Volatile.Read(ref _closed);

    public IEnumerable<int> Items()
    {
        try
        {
            for (var i = 0; i < count; i++)
            {
                Interlocked.Increment(ref _pulled);
                yield return i;
            }
        }
        finally
        {
            Interlocked.Increment(ref _closed);
        }
    }

    public async IAsyncEnumerable<int> ItemsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var item in Items())
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }
}
