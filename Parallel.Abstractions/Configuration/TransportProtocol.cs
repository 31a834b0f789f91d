namespace ParallelCompute;

/// <summary>How workers reach their dispatcher; the option <c>protocol</c>.</summary>
public enum TransportProtocol
{
    /// <summary>The best that the env allows: a Unix socket on one machine.</summary>
    Auto,

    /// <summary>A Unix socket in a private folder.</summary>
    Unix,

    /// <summary>TCP with TLS.</summary>
    Tcp,
}
