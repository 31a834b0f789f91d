namespace ParallelCompute.Tests.Behavior;

/// <summary>Two workers that the tests of one class share.</summary>
public abstract class SharedCluster(IClusterFixture fixture) : IAsyncLifetime
{
    public const int Workers = 2;

    private ParallelClient? _client;

    public IClusterFixture Fixture => fixture;

    public ParallelClient Client => _client!;

    public static ParallelConfig Config(int workers = Workers) => new()
    {
        NWorkers = workers, Options = { ["cancel_grace"] = "1 s" },
    };

    public async Task InitializeAsync()
    {
        _client = await fixture.OpenAsync(Config());
        await _client.WaitForWorkersAsync(Workers, Gate.Limit);
    }

    public async Task DisposeAsync() => await Client.DisposeAsync();
}
