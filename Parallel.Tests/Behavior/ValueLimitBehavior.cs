using ParallelCompute.Tests.Values.Samples;

namespace ParallelCompute.Tests.Behavior;

/// <summary>What a cluster is told about values: <c>value_limit</c>, and codecs of the user's own.</summary>
public abstract class ValueLimitBehavior(IClusterFixture fixture) : IAsyncLifetime
{
    private const int Limit = 50_000;
    private readonly float[] _tooMuch = new float[Limit];

    private ParallelClient? _client;

    private ParallelClient Client => _client!;

    public async Task InitializeAsync()
    {
        ParallelCluster.AddCodec<NativeBufferCodec>();
        _client = await fixture.OpenAsync(new ParallelConfig { NWorkers = 1, Options = { ["value_limit"] = Limit } });
    }

    public async Task DisposeAsync() => await Client.DisposeAsync();

    [Fact]
    public async Task A_value_over_the_limit_is_refused_with_its_place_and_size_and_the_client_goes_on()
    {
        var table = _tooMuch;
        await RefusedAsync("closure field 'table'", Client.ParallelMapAsync(x => table[x], [1]));
        await RefusedAsync("argument 'scale'", Client.ParallelMapAsync(
            (int x, float[] scale) => scale[x], [1], arguments: new { scale = _tooMuch }));
        await RefusedAsync("item 1 (parameter 'samples')", Client.ParallelMapAsync(
            (float[] samples) => samples.Length, [[], _tooMuch]));
        await RefusedAsync("item 0 (parameter 'samples')", SubmitAsync());
        await RefusedAsync("result", Client.ParallelMapAsync(x => new float[x], [1, Limit]));
        await Client.ParallelMapAsync(x => new float[x].Length, [1, Limit]).GivesAsync(1, Limit);
    }

    [Fact]
    public async Task A_list_of_values_within_the_limit_may_be_larger_in_all()
    {
        var parts = Enumerable.Range(0, 20).Select(i => new float[5_000]).ToArray();
        var back = await Client.ParallelMapAsync((float[] samples) => samples, parts).Soon();
        Assert.All(back, b => Assert.Equal(5_000, b.Length));
    }

    [Fact]
    public async Task A_codec_of_the_users_own_works_on_both_sides()
    {
        using var buffer = new NativeBuffer([1, 2, 3]);
        var back = await Client.ParallelMapAsync(
            x =>
            {
                var content = buffer.Content.ToArray();
                content[0] = (byte)x;
                return new NativeBuffer(content);
            },
            [7, 8]).Soon();
        Assert.Equal([7, 2, 3], back[0].Content.ToArray());
        Assert.Equal([8, 2, 3], back[1].Content.ToArray());
    }

    private async Task<int> SubmitAsync() =>
        await Client.ParallelSubmit((float[] samples) => samples.Length, _tooMuch);

    private static async Task RefusedAsync<T>(string path, Task<T> call)
    {
        var error = await Assert.ThrowsAsync<ShippingException>(() => call).Soon();
        Assert.Equal(path, error.Path);
        Assert.Contains("200,0", error.Reason, StringComparison.Ordinal);
        Assert.Contains("value_limit allows 50,000", error.Reason, StringComparison.Ordinal);
    }
}
