namespace ParallelCompute.Tests.Values.Samples;

internal unsafe struct Fixed
{
    public fixed byte Bytes[5];
    public string? Name;
}
