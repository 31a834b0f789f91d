namespace ParallelCompute.Tests.Values.Samples;

internal enum Color : byte
{
    Red,
    Green = 200,
}
