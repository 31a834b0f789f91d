namespace ParallelCompute.Tests.Values.Samples;

#pragma warning disable CA1815 // It is here because it leaves its equality to ValueType.
internal struct Slot
{
    public int Number { get; set; }

    public object? Content { get; set; }
}
#pragma warning restore CA1815
