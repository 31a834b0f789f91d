namespace ParallelCompute.Tests.Values.Samples;

/// <summary>Compares by content, whatever it leads to; so it may be told where to lead after it is a key.</summary>
internal sealed record Link(int Id)
{
    public object? Next { get; set; }
}
