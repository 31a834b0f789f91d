using System.Collections;

namespace ParallelCompute.Runs;

/// <summary>An asynchronous stream for callers that wait.</summary>
internal sealed class BlockingStream<T>(IAsyncEnumerable<T> stream) : IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator()
    {
        var items = stream.GetAsyncEnumerator();
        try
        {
            while (Wait(items.MoveNextAsync()))
            {
                yield return items.Current;
            }
        }
        finally
        {
            items.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool Wait(ValueTask<bool> move) =>
        move.IsCompletedSuccessfully ? move.Result : move.AsTask().GetAwaiter().GetResult();
}
