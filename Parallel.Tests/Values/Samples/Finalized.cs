namespace ParallelCompute.Tests.Values.Samples;

internal sealed class Finalized
{
    public int Value { get; set; }

    ~Finalized() => Value = 0;
}
