using ParallelCompute.Tests.Connections;

namespace ParallelCompute.Tests.Behavior;

/// <summary>What user code writes on workers.</summary>
[Collection(Processes.Name)]
public sealed class WorkerOutputTests
{
    private readonly LocalFixture _fixture = new();

    [Fact]
    public async Task Lines_of_user_code_reach_the_clients_logger()
    {
        var before = ParallelCluster.Logger;
        var log = new RecordedLog();
        ParallelCluster.Logger = log;
        try
        {
            await using var client = await _fixture.OpenAsync(SharedCluster.Config(1)).Soon();
            await client.ParallelMapAsync(
                x =>
                {
                    Console.WriteLine($"out {x}");
                    Console.Error.WriteLine($"error {x}");
                    return x;
                },
                [1]).GivesAsync(1);
        }
        finally
        {
            ParallelCluster.Logger = before;
        }

        Assert.Contains("Information: w1: out 1", log.Lines);
        Assert.Contains("Warning: w1: error 1", log.Lines);
    }

    [Fact]
    public async Task Output_of_user_code_never_stops_a_worker()
    {
        await using var client = await _fixture.OpenAsync(SharedCluster.Config(1)).Soon();
        await client.ParallelMapAsync(
            x =>
            {
                // Far more than a pipe holds, a line without end, and no text at all.
                Console.Write(new string('o', 300_000));
                Console.Error.WriteLine(new string('e', 300_000));
                var garbage = new byte[300_000];
                new Random(x).NextBytes(garbage);
                using var output = Console.OpenStandardOutput();
                output.Write(garbage);
                return x;
            },
            [1, 2]).GivesAsync(1, 2);
    }
}
