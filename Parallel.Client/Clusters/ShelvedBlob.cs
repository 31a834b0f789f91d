namespace ParallelCompute.Clusters;

/// <summary>A blob that a client can be asked for.</summary>
internal sealed class ShelvedBlob(long size, Func<long, int, ReadOnlyMemory<byte>> read)
{
    public long Size => size;

    /// <summary>Gives bytes of it, by offset and count.</summary>
    public Func<long, int, ReadOnlyMemory<byte>> Read => read;

    public int Holders { get; set; }
}
