namespace ParallelCompute.Tests.Behavior;

/// <summary>Gives every wait of a test an end.</summary>
internal static class Waiting
{
    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Gate.Limit);

    public static Task Soon(this Task task) => task.WaitAsync(Gate.Limit);

    public static Task<T> Soon<T>(this ParallelTask<T> task) => task.Task.WaitAsync(Gate.Limit);

    /// <summary>Checks the results of a map.</summary>
    public static async Task GivesAsync<T>(this Task<T[]> map, params T[] expected) =>
        Assert.Equal(expected, await map.Soon());

    /// <summary>Takes all of a stream.</summary>
    public static Task<List<T>> AllAsync<T>(this IAsyncEnumerable<T> stream) => stream.AllAsync(Gate.Limit);

    /// <summary>Takes all of a stream, which may take that long.</summary>
    public static async Task<List<T>> AllAsync<T>(this IAsyncEnumerable<T> stream, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        List<T> all = [];
        await foreach (var item in stream.WithCancellation(limit.Token))
        {
            all.Add(item);
        }

        return all;
    }
}
