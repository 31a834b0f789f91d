namespace ParallelCompute.Tests.Behavior;

/// <summary>An engine and a launcher on which the behavior suite runs.</summary>
public interface IClusterFixture
{
    string Name { get; }

    /// <summary>Opens a client on a cluster of its own.</summary>
    Task<ParallelClient> OpenAsync(ParallelConfig config, Delegate? setup = null);

    /// <summary>Ends a worker without warning.</summary>
    Task KillWorkerAsync(ParallelClient client, string workerId);
}
