namespace ParallelCompute.Tests.Behavior;

/// <summary>Which functions travel.</summary>
public abstract class FunctionBehavior(SharedCluster cluster)
{
    private static readonly int[] Items = [1, 2, 3];

    private readonly int _factor = 3;

    private ParallelClient Client => cluster.Client;

    private static int Double(int x) => 2 * x;

    private static (T First, T Second) Twice<T>(T x) => (x, x);

    private static async Task<int> DoubleAsync(int x)
    {
        await Task.Yield();
        return 2 * x;
    }

    [Fact]
    public async Task A_static_method_runs_on_workers() =>
        await Client.ParallelMapAsync(Double, Items).GivesAsync(2, 4, 6);

    [Fact]
    public async Task A_lambda_runs_on_workers() =>
        await Client.ParallelMapAsync(x => x * x, Items).GivesAsync(1, 4, 9);

    [Fact]
    public async Task A_function_runs_in_another_place_than_its_caller()
    {
        CallerMark.Value = 1;
        await Client.ParallelMapAsync(_ => CallerMark.Value, Items).GivesAsync(0, 0, 0);
    }

    [Fact]
    public async Task A_closure_carries_what_it_reads()
    {
        var (factor, name, weights) = (10, "n", new[] { 0.5, 0.25 });
        var results = await Client.ParallelMapAsync(x => $"{name}{x * factor + weights[1]:0.00}", Items).Soon();
        Assert.Equal(["n10.25", "n20.25", "n30.25"], results);
    }

    [Fact]
    public async Task What_a_neighboring_lambda_captured_is_not_sent()
    {
        // Both lambdas share one closure object.
        using var stream = new MemoryStream();
        var factor = 5;
        Action other = () => stream.WriteByte((byte)factor);
        await Client.ParallelMapAsync(x => x * factor, Items).GivesAsync(5, 10, 15);
        other();
    }

    [Fact]
    public async Task A_local_function_runs_on_workers()
    {
        var offset = 7;
        int Add(int x) => x + offset;
        await Client.ParallelMapAsync(Add, Items).GivesAsync(8, 9, 10);
    }

    [Fact]
    public async Task A_generic_method_runs_on_workers()
    {
        await Client.ParallelMapAsync(Twice<int>, Items).GivesAsync((1, 1), (2, 2), (3, 3));
        await Client.ParallelMapAsync(Twice<string>, ["a"]).GivesAsync(("a", "a"));
    }

    [Fact]
    public async Task A_method_of_a_generic_class_runs_on_workers() =>
        await Client.ParallelMapAsync(Listing<int>.Of, Items).GivesAsync([1], [2], [3]);

    [Fact]
    public async Task An_asynchronous_function_is_awaited_on_the_worker()
    {
        await Client.ParallelMapAsync(DoubleAsync, Items).GivesAsync(2, 4, 6);
        var offset = 1;
        await Client.ParallelMapAsync(
            async x =>
            {
                await Task.Yield();
                return x + offset;
            },
            Items).GivesAsync(2, 3, 4);
    }

    [Fact]
    public async Task An_instance_method_takes_its_object_along() =>
        await Client.ParallelMapAsync(new Scale(4).Apply, Items).GivesAsync(4, 8, 12);

    [Fact]
    public async Task A_captured_this_sends_only_the_fields_that_are_read() =>
        // This object also holds the client, which cannot be sent.
        await Client.ParallelMapAsync(x => x * _factor, Items).GivesAsync(3, 6, 9);

    [Fact]
    public async Task A_function_may_call_captured_functions()
    {
        var offset = 2;
        Func<int, int> inner = x => x + offset;
        await Client.ParallelMapAsync(x => 2 * inner(x), Items).GivesAsync(6, 8, 10);
    }

    [Fact]
    public async Task A_function_through_the_Delegate_door_runs_with_many_parameters()
    {
        static string Join(int x, int a, int b, int c, int d, int e = 5) => $"{x}{a}{b}{c}{d}{e}";
        var results = await Client.ParallelMapAsync<int, string>(
            Join, Items, arguments: new { a = 1, b = 2, c = 3, d = 4 }).Soon();
        Assert.Equal(["112345", "212345", "312345"], results);
    }

    [Fact]
    public async Task A_captured_token_is_refused_with_the_token_to_use()
    {
        using var source = new CancellationTokenSource();
        var token = source.Token;
        var refused = await Assert.ThrowsAsync<ShippingException>(() => Client.ParallelMapAsync(
            x => token.IsCancellationRequested ? 0 : x, Items).Soon());
        Assert.Contains("'token'", refused.Path, StringComparison.Ordinal);
        Assert.Contains("WorkerContext.Current.CancellationToken", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_captured_client_is_refused()
    {
        var client = Client;
        var refused = await Assert.ThrowsAsync<ShippingException>(() => client.ParallelMapAsync(
            x => client.Snapshot().Runs + x, Items).Soon());
        Assert.Contains("'client'", refused.Path, StringComparison.Ordinal);
        Assert.Contains("client stays on the client", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_captured_logger_is_refused_with_the_logger_to_use()
    {
        var logger = ParallelCluster.Logger;
        var refused = await Assert.ThrowsAsync<ShippingException>(() => Client.ParallelMapAsync(
            x => logger.IsEnabled(0) ? x : 0, Items).Soon());
        Assert.Contains("'logger'", refused.Path, StringComparison.Ordinal);
        Assert.Contains("WorkerContext.Current.Logger", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_captured_stream_is_refused_with_its_path()
    {
        using var reader = new StreamReader(new MemoryStream());
        var refused = await Assert.ThrowsAsync<ShippingException>(() => Client.ParallelMapAsync(
            x => reader.Peek() + x, Items).Soon());
        Assert.Contains("'reader'", refused.Path, StringComparison.Ordinal);
        Assert.Contains("open it in setup", refused.Message, StringComparison.Ordinal);
    }

    private static class CallerMark
    {
        public static int Value { get; set; }
    }

    private static class Listing<T>
    {
        public static List<T> Of(T x) => [x];
    }

    private sealed class Scale(int factor)
    {
        public int Apply(int x) => x * factor;
    }
}
