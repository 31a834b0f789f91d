namespace ParallelCompute.Tests.Values.Samples;

internal sealed class WithReader
{
    public StreamReader? Reader { get; set; }
}
