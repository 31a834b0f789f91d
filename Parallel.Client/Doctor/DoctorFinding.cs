namespace ParallelCompute;

/// <summary>Something that <see cref="ClusterDoctor"/> looked at.</summary>
/// <param name="Check">What it is about, such as <c>clock</c>.</param>
/// <param name="Place">Where: a host, a node, the queue; empty where that is this machine.</param>
/// <param name="IsFine">Whether workers can run as far as this is concerned.</param>
/// <param name="Text">What was found, and where that is not fine, what to do.</param>
public sealed record DoctorFinding(string Check, string Place, bool IsFine, string Text)
{
    /// <summary>One line for people.</summary>
    public override string ToString() =>
        $"{(IsFine ? "OK   " : "FAULT")} {(Place.Length == 0 ? "" : $"{Place}: ")}{Check}: {Text}";
}
