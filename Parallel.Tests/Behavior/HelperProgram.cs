namespace ParallelCompute.Tests.Behavior;

/// <summary>What tests start as a process of its own: <c>dotnet exec Parallel.Tests.dll ROLE MARK</c>.</summary>
internal static class HelperProgram
{
    public static async Task<int> Main(string[] args)
    {
        try
        {
            return args switch
            {
                ["hold", var mark] => await HoldAsync(SiloProcesses.Marked(SharedCluster.Config(), mark)),
                ["map", var mark] => await MapAsync(SiloProcesses.Marked(SharedCluster.Config(1), mark)),
                ["unset"] => await MapAsync(null),
                _ => 2,
            };
        }
        catch (ParallelException e)
        {
            Console.WriteLine($"{e.GetType().Name}: {e.Message}");
            return 1;
        }
    }

    /// <summary>Keeps its workers busy until it is killed.</summary>
    private static async Task<int> HoldAsync(ParallelConfig config)
    {
        await using var client = await ParallelCluster.GetClientAsync(config);
        await client.WaitForWorkersAsync(2, Gate.Limit);
        Console.WriteLine("ready");
        await client.ParallelMapAsync(
            x =>
            {
                new ManualResetEvent(false).WaitOne();
                return x;
            },
            [1, 2]);
        return 0;
    }

    private static async Task<int> MapAsync(ParallelConfig? config)
    {
        await using var client = await ParallelCluster.GetClientAsync(config);
        Console.WriteLine(string.Join(' ', await client.ParallelMapAsync(x => x * x, [1, 2, 3])));
        return 0;
    }
}
