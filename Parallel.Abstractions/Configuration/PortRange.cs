namespace ParallelCompute;

/// <summary>The ports that a dispatcher may listen on; the option <c>port</c>.</summary>
/// <param name="First">The lowest; 0 together with <paramref name="Last"/> 0 lets the system choose.</param>
/// <param name="Last">The highest, inclusive.</param>
public readonly record struct PortRange(int First, int Last)
{
    /// <summary>The port as it is written in a configuration.</summary>
    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
