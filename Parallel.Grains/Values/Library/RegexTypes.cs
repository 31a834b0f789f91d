using System.Text.RegularExpressions;

namespace ParallelCompute.Values.Library;

/// <summary>What travels of System.Text.RegularExpressions.</summary>
internal static class RegexTypes
{
    /// <summary>Building an automaton may take the square of its pattern's length: minutes for a long one.</summary>
    private const int LongestAutomaton = 32 * 1024;

    public static LibraryTable Table { get; } = new LibraryTable()
        .Add(typeof(Regex), _ => new LeafCodec<Regex>(Write, Read));

    private static void Write(ValueWriter w, Regex value)
    {
        Check(value.ToString(), value.Options);
        Leaf.WriteText(w, value.ToString());
        w.WriteVarUInt((uint)value.Options);
        w.WriteValue(value.MatchTimeout.Ticks);
    }

    private static Regex Read(ValueReader r)
    {
        var pattern = Leaf.ReadText(r);
        var options = (RegexOptions)Leaf.ReadInt(r);
        Check(pattern, options);
        return new Regex(pattern, options, new TimeSpan(r.ReadValue<long>()));
    }

    private static void Check(string pattern, RegexOptions options)
    {
        if (pattern.Length > LongestAutomaton && options.HasFlag(RegexOptions.NonBacktracking))
        {
            throw new ShippingException($"a Regex with NonBacktracking and {pattern.Length:N0} characters may take " +
                $"too long to build; {LongestAutomaton:N0} is the most that is sent. Build it in setup");
        }
    }
}
