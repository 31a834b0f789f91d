using static ParallelCompute.ParallelCluster;

namespace ParallelCompute.Tests.Binding;

/// <summary>Calls that must compile, each with the result type that it must get. Nothing here runs.</summary>
internal static class OverloadCalls
{
    public static void OfAClient(ParallelClient client, IAsyncEnumerable<int> stream, Both<int> query)
    {
        int[] indices = [1, 2];
        IReadOnlyList<int> list = indices;
        Task<int[]> lambda = client.ParallelMapAsync(x => x * x, Enumerable.Range(0, 10));
        Task<int[]> group = client.ParallelMapAsync(Square, Enumerable.Range(0, 10));
        Task<int[]> groupOfTasks = client.ParallelMapAsync(SquareAsync, list);
        Task<float[][]> typed = client.ParallelMapAsync((int i, Model m, Data d) => m.Predict(d[i]), indices);
        Task<float[][]> four = client.ParallelMapAsync((int i, Model m, Data d, string s) => m.Predict(d[i]), indices);
        Task<float[][]> several = client.ParallelMapAsync<int, float[]>(Infer, indices);
        Task<float[][]> one = client.ParallelMapAsync<int, float[]>(InferOne, indices);
        Task<float[][]> later = client.ParallelMapAsync<int, float[]>(InferAsync, indices);
        Task<float[][]> severalOfStream = client.ParallelMapAsync<int, float[]>(Infer, stream);
        Task<int[]> tasks = client.ParallelMapAsync(
            async (int x) =>
            {
                await Task.Yield();
                return x;
            },
            list);
        Task<int[]> tasksUntyped = client.ParallelMapAsync(async x => await Task.FromResult(x), list);
        Task<int[]> tasksOfThree = client.ParallelMapAsync(
            async (int x, int y, long z) => await Task.FromResult(x), list);
        Task<ValueTask<int>[]> refusedLater = client.ParallelMapAsync((int x) => new ValueTask<int>(x), list);
        Task<Task[]> refusedLaterToo = client.ParallelMapAsync((int x) => Task.CompletedTask, list);
        IAsyncEnumerable<int> streamed = client.ParallelForAsync((int x) => x * 2, stream);
        IAsyncEnumerable<int> streamedTasks = client.ParallelForAsync(
            async (int x) => await Task.FromResult(x), stream);
        IAsyncEnumerable<int> queried = client.ParallelForAsync(x => x * 2, query);
        IAsyncEnumerable<ItemResult<int, long>> indexed = client.ParallelForIndexedAsync((int x) => (long)x, indices);
        int[] sync = client.ParallelMap(x => x * x, query);
        IEnumerable<string> syncFor = client.ParallelFor((int x, string s) => s + x, indices);
        IEnumerable<ItemResult<int, int>> syncIndexed = client.ParallelForIndexed(Square, indices);
        ParallelTask<int> task = client.ParallelSubmit((int x) => x + 1, 41);
        ParallelTask<int> taskUntyped = client.ParallelSubmit(x => x + 1, 41);
        ParallelTask<int> taskOfTask = client.ParallelSubmit(SquareAsync, 41);
        ParallelTask<float[]> taskOfMany = client.ParallelSubmit<int, float[]>(Infer, 41);
    }

    public static void WithValues(ParallelClient client)
    {
        var data = Enumerable.Range(0, 10);
        Task<int[]> arguments = client.ParallelMapAsync(
            (int x, int bias) => x + bias, data, arguments: new { bias = 5 });
        Task<int[]> setup = client.ParallelMapAsync((int x, int bias) => x + bias, data, setup: () => new { bias = 5 });
        Task<int[]> setupLater = client.ParallelMapAsync(
            (int x, int bias) => x + bias, data, setup: async () => new { bias = await Task.FromResult(5) });
        Task<int[]> setupOfDictionary = client.ParallelMapAsync(
            (int x, int bias) => x + bias, data, setup: () => new Dictionary<string, object?> { ["bias"] = 5 });
    }

    public static void WithEveryOption(ParallelClient client, CancellationToken token)
    {
        Task<int[]> all = client.ParallelMapAsync(
            Square, new List<int>(), new MapOptions { BatchSize = 4 }, new { a = 1 }, () => new { b = 2 }, token);
        ParallelTask<int> task = client.ParallelSubmit(
            (int x, int bias) => x + bias, 1, arguments: new { bias = 5 }, cancellationToken: token);
    }

    public static void OfTheStaticDoor(IAsyncEnumerable<int> stream)
    {
        Task<int[]> lambda = ParallelMapAsync(x => x * x, Enumerable.Range(0, 10));
        Task<int[]> group = ParallelMapAsync(Square, Enumerable.Range(0, 10));
        Task<float[][]> several = ParallelMapAsync<int, float[]>(Infer, [1, 2, 3]);
        IAsyncEnumerable<int> streamed = ParallelForAsync((int x) => x * 2, stream);
        IAsyncEnumerable<int> biased = ParallelForAsync(
            (int x, int bias) => x + bias, Enumerable.Range(0, 10), setup: () => new { bias = 5 });
        int[] sync = ParallelMap(x => x * x, (List<int>)[1, 2]);
        IEnumerable<int> syncFor = ParallelFor((int x) => x * 2, new HashSet<int>());
        ParallelTask<int> task = ParallelSubmit((int x) => x + 1, 41);
    }

    private static int Square(int x) => x * x;

    private static Task<int> SquareAsync(int x) => Task.FromResult(x * x);

    private static float[] Infer(int index, Model model, Data data) => model.Predict(data[index]);

    private static float[] InferOne(int index) => [index];

    private static Task<float[]> InferAsync(int index) => Task.FromResult<float[]>([index]);

    /// <summary>A sequence of both kinds, as a database query is.</summary>
    internal abstract class Both<T> : IAsyncEnumerable<T>, IEnumerable<T>
    {
        public abstract IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default);

        public abstract IEnumerator<T> GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed record Model(float Weight)
    {
        public float[] Predict(int x) => [Weight * x];
    }

    private sealed record Data(int Offset)
    {
        public int this[int i] => i + Offset;
    }
}
