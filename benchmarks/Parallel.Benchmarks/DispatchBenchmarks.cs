using BenchmarkDotNet.Attributes;
using ParallelCompute.Dispatch;
using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Benchmarks;

/// <summary>A run through the dispatcher's logic with workers that answer at once; the time is per item.</summary>
[MemoryDiagnoser]
public class DispatchBenchmarks
{
    private const int Count = 100_000;
    private static readonly byte[] Items = new byte[Count * sizeof(long)];
    private InstantWorkers _workers = new(0);

    /// <summary>Workers, each with one slot.</summary>
    [Params(4, 1_000, 10_000)]
    public int Workers { get; set; }

    /// <summary>Items in a batch.</summary>
    [Params(1, 100, 10_000)]
    public int BatchSize { get; set; }

    [GlobalSetup]
    public void Join() => _workers = new InstantWorkers(Workers);

    [Benchmark(OperationsPerInvoke = Count)]
    public long Run()
    {
        var observer = new CountingObserver();
        var definition = new RunDefinition { Run = _workers.NextRun(), Session = InstantWorkers.Session };
        _workers.Dispatcher.OpenRun(
            new RunRequest(definition, Count, BatchSize, null, new ItemBlock(0, Count, Items, sizeof(long))), observer);
        _workers.AnswerAll();
        return observer.Items == Count ? observer.Items
            : throw new InvalidOperationException($"{observer.Items} of {Count} items have an outcome");
    }
}
