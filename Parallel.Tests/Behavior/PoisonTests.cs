using System.Diagnostics;

namespace ParallelCompute.Tests.Behavior;

/// <summary>Items that end their worker, on real processes whose guard reads what they were running.</summary>
[Collection(Processes.Name)]
public sealed class PoisonTests
{
    private const int Items = 1000;
    private const int Poison = 500;

    private readonly LocalFixture _fixture = new();

    [Fact]
    public async Task Only_the_poison_of_a_large_batch_is_blamed_and_the_others_run_at_most_twice()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Path;
        await using var client = await _fixture.OpenAsync(SharedCluster.Config(2)).Soon();
        var results = await client.ParallelForIndexedAsync(
            x =>
            {
                File.AppendAllText(Path.Combine(path, $"{x}"), "x");
                if (x == Poison)
                {
                    Process.GetCurrentProcess().Kill();
                }

                return x;
            },
            Enumerable.Range(0, Items), new MapOptions { BatchSize = Items, OnError = OnError.Collect }).AllAsync();
        Assert.Equal(Enumerable.Range(0, Items), results.Select(r => (int)r.Index).Order());
        var failed = Assert.Single(results, r => r.Error is not null);
        Assert.Equal(Poison, failed.Index);
        Assert.Contains("signal 9", Assert.IsType<WorkerLostException>(failed.Error).Cause, StringComparison.Ordinal);
        var runs = Enumerable.Range(0, Items).Select(x => new FileInfo(Path.Combine(path, $"{x}")).Length).ToArray();
        Assert.Equal(3, runs[Poison]);
        Assert.All(runs.Where((_, x) => x != Poison), r => Assert.InRange(r, 1, 2));
    }

    [Fact]
    public async Task A_function_that_cannot_even_be_made_ready_ends_its_run()
    {
        var config = SharedCluster.Config(1);
        config.Options["allowed_failures"] = 2;
        await using var client = await _fixture.OpenAsync(config).Soon();
        var lost = await Assert.ThrowsAsync<WorkerLostException>(
            () => client.ParallelMapAsync(x => Deadly.Add(x), [1, 2, 3]).Soon());
        Assert.Contains("Environment.Exit(9)", lost.Cause, StringComparison.Ordinal);
    }

    private static class Deadly
    {
        private static readonly int One = End();

        public static int Add(int x) => x + One;

        private static int End()
        {
            Environment.Exit(9);
            return 1;
        }
    }
}
