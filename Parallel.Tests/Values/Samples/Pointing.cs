namespace ParallelCompute.Tests.Values.Samples;

internal unsafe struct Pointing(int* start, string? name)
{
    private readonly int* _start = start;

    public readonly bool IsSet => _start is not null;

    public string? Name { get; set; } = name;
}
