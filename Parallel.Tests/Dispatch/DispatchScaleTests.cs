using System.Diagnostics;
using ParallelCompute.Benchmarks;
using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

/// <summary>What a batch costs the dispatcher must not grow with the workers that it has.</summary>
[Collection(Processes.Name)]
public sealed class DispatchScaleTests
{
    private const int Batches = 100_000;
    private const int Rounds = 7;
    private static readonly byte[] Items = new byte[Batches * sizeof(long)];

    [Fact]
    public void A_batch_costs_about_the_same_with_ten_thousand_workers()
    {
        // The bounds leave room for a machine that does other things too; a look at every worker exceeds them by far.
        var few = NanosecondsPerBatch(4);
        var (many, most) = (NanosecondsPerBatch(1_000), NanosecondsPerBatch(10_000));
        Assert.True(many < 2.5 * few && most < 6 * few, $"4: {few} ns, 1,000: {many} ns, 10,000: {most} ns");
    }

    private static double NanosecondsPerBatch(int count)
    {
        var workers = new InstantWorkers(count);
        return Enumerable.Range(0, Rounds).Min(_ => Run(workers)) / Batches;
    }

    private static double Run(InstantWorkers workers)
    {
        var observer = new CountingObserver();
        var definition = new RunDefinition { Run = workers.NextRun(), Session = InstantWorkers.Session };
        var start = Stopwatch.GetTimestamp();
        workers.Dispatcher.OpenRun(
            new RunRequest(definition, Batches, 1, null, new ItemBlock(0, Batches, Items, sizeof(long))), observer);
        workers.AnswerAll();
        Assert.Equal(Batches, observer.Items);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }
}
