using BenchmarkDotNet.Attributes;
using ParallelCompute.Execution;

namespace ParallelCompute.Benchmarks;

/// <summary>Calls of a user's function as a worker makes them; the time is that of one call.</summary>
[MemoryDiagnoser]
public class InvocationBenchmarks
{
    private const int Count = 1_000;

    private static readonly Dictionary<string, object?> None = [];

    private static readonly Dictionary<string, object?> Environment = new()
    {
        ["scale"] = 3L,
        ["table"] = new long[] { 1, 2, 3, 4, 5, 6, 7, 8 },
    };

    private readonly Delegate _function = (long x, long scale, long[] table) => (x * scale) + table[x & 7];
    private readonly Func<long, long> _direct = x => x * x;
    private readonly Func<long, long> _plain = Bind((long x) => x * x, None);
    private readonly Func<long, long> _injected;

    public InvocationBenchmarks() => _injected = Bind(_function);

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public long A_delegate() => Call(_direct);

    [Benchmark(OperationsPerInvoke = Count)]
    public long Bound_without_parameters() => Call(_plain);

    [Benchmark(OperationsPerInvoke = Count)]
    public long Bound_with_two_injected_parameters() => Call(_injected);

    [Benchmark]
    public Delegate Binding_itself() => Bind(_function);

    private static Func<long, long> Bind(Delegate function, Dictionary<string, object?>? environment = null) =>
        (Func<long, long>)ParameterBinder.Bind(function, typeof(long), environment ?? Environment, None);

    private static long Call(Func<long, long> function)
    {
        var sum = 0L;
        for (var i = 0L; i < Count; i++)
        {
            sum += function(i);
        }

        return sum;
    }
}
