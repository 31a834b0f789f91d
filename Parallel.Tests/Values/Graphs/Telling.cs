namespace ParallelCompute.Tests.Values.Graphs;

/// <summary>Tells when its static constructor has run, which nothing here gives it a reason to.</summary>
internal sealed class Telling
{
    public const string Flag = "the static constructor has run";

    static Telling() => AppDomain.CurrentDomain.SetData(Flag, true);
}
