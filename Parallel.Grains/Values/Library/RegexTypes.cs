using System.Text.RegularExpressions;

namespace ParallelCompute.Values.Library;

/// <summary>What travels of System.Text.RegularExpressions.</summary>
internal static class RegexTypes
{
    public static LibraryTable Table { get; } = new LibraryTable()
        .Add(typeof(Regex), _ => new LeafCodec<Regex>(Write, Read));

    private static void Write(ValueWriter w, Regex value)
    {
        Leaf.WriteText(w, value.ToString());
        w.WriteVarUInt((uint)value.Options);
        w.WriteValue(value.MatchTimeout.Ticks);
    }

    private static Regex Read(ValueReader r)
    {
        var pattern = Leaf.ReadText(r);
        var options = (RegexOptions)Leaf.ReadInt(r);
        return new Regex(pattern, options, new TimeSpan(r.ReadValue<long>()));
    }
}
