namespace ParallelCompute.Tests.Values.Samples;

internal sealed class Holder
{
    public WithReader?[]? Items { get; set; }
}
