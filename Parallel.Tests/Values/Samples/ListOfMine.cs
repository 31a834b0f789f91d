namespace ParallelCompute.Tests.Values.Samples;

internal sealed class ListOfMine : List<int>;
