namespace ParallelCompute.Runtime.Connections;

/// <summary>The largest frames a connection accepts; a larger claim closes it before anything is allocated.</summary>
/// <param name="Header">Bytes of the message.</param>
/// <param name="Payload">Bytes beside it.</param>
internal readonly record struct FrameLimits(int Header, int Payload)
{
    /// <summary>For a peer that has not shown that it knows the secret.</summary>
    public static FrameLimits Stranger { get; } = new(4 * 1024, 0);

    /// <summary>For a guard's notice.</summary>
    public static FrameLimits Guard { get; } = new(128 * 1024, 0);

    /// <summary>For one that has. Arrays end at 2 GiB.</summary>
    public static FrameLimits Member { get; } = new(256 * 1024 * 1024, Array.MaxLength);
}
