using Microsoft.Extensions.Logging.Abstractions;

namespace ParallelCompute.Cli.Bench.Chaos;

/// <summary>The workers of a long measurement, and the folder in which they find orders.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);

    private ChaosCluster(ParallelClient client, string orders) => (Client, Orders) = (client, orders);

    public ParallelClient Client { get; }

    /// <summary>See <see cref="Chaos.Orders"/>.</summary>
    public string Orders { get; }

    /// <exception cref="BenchException">The workers are not processes of this machine.</exception>
    public static async Task<ChaosCluster> OpenAsync(ParallelConfig config, CancellationToken cancellationToken)
    {
        // Hundreds of deaths that are meant.
        ParallelCluster.Logger = NullLogger.Instance;
        // Found frozen soon, unless the configuration says otherwise.
        config.Options.TryAdd("heartbeat_interval", "200 ms");
        config.Options.TryAdd("worker_timeout", "2 s");
        // Of workers that are lost for no fault of an item, an unlucky one may meet a few.
        config.Options.TryAdd("allowed_failures", 10);
        var client = await ParallelCluster.GetClientAsync(config, cancellationToken: cancellationToken);
        var cluster = new ChaosCluster(client, Directory.CreateTempSubdirectory("parallel-chaos-").FullName);
        try
        {
            await client.WaitForWorkersAsync(config.NWorkers!.Value, StartLimit, cancellationToken);
            return ChildSilos.Find().Count > 0 ? cluster : throw new BenchException(
                "Only workers that are processes of this Linux machine can be killed and looked into. Use env: local.");
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        Directory.Delete(Orders, recursive: true);
    }
}
