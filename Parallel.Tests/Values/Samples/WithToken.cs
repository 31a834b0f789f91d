namespace ParallelCompute.Tests.Values.Samples;

internal sealed class WithToken
{
    public CancellationToken Token { get; set; }
}
