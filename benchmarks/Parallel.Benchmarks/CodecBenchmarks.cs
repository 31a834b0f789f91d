using BenchmarkDotNet.Attributes;
using ParallelCompute.Values;

namespace ParallelCompute.Benchmarks;

/// <summary>Encoding and decoding of a batch; the time is that of one item.</summary>
/// <typeparam name="T">The items' type.</typeparam>
[MemoryDiagnoser]
[GenericTypeArguments(typeof(long))]
[GenericTypeArguments(typeof(string))]
[GenericTypeArguments(typeof(Sample))]
[GenericTypeArguments(typeof(float[]))]
public class CodecBenchmarks<T>
{
    private const int Count = 1_000;
    private readonly ValueCodec<T> _codec = ValueCodecs.For<T>();
    private readonly ValueWriter _writer = new();
    private readonly T[] _items = [.. Enumerable.Range(0, Count).Select(i => (T)Item(i))];
    private byte[] _encoded = [];

    [GlobalSetup(Target = nameof(Decode))]
    public void EncodeOnce()
    {
        Encode();
        _encoded = _writer.Buffer[.._writer.Position];
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Encode()
    {
        _writer.Reset();
        foreach (var item in _items)
        {
            _codec.Write(_writer, item);
        }

        return _writer.Position;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public T Decode()
    {
        var reader = new ValueReader(_encoded, new NoTypes());
        for (var i = 1; i < Count; i++)
        {
            _codec.Read(reader);
        }

        return _codec.Read(reader);
    }

    private static object Item(int i)
    {
        if (typeof(T) == typeof(long))
        {
            return (long)i;
        }

        return typeof(T) == typeof(string) ? $"item {i}"
            : typeof(T) == typeof(Sample) ? new Sample(i, $"item {i}", i / 7.0)
            : Enumerable.Range(i, 80).Select(v => (float)v).ToArray();
    }
}
