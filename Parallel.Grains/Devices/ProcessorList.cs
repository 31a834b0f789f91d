using System.Globalization;
using System.Numerics;

namespace ParallelCompute.Devices;

/// <summary>
/// Sets of processors: bits for the kernel and drivers, lists such as <c>0-3,8</c> for people and files.
/// </summary>
public static class ProcessorList
{
    private static readonly int WordBits = nuint.Size * 8;

    /// <summary>The list of the bits that are set.</summary>
    public static string Of(ReadOnlySpan<nuint> set)
    {
        List<string> ranges = [];
        for (var first = Next(set, 0, true); first >= 0;)
        {
            var end = Next(set, first, false) is >= 0 and var after ? after : set.Length * WordBits;
            ranges.Add(string.Create(
                CultureInfo.InvariantCulture, $"{first}{(end - first == 1 ? "" : $"-{end - 1}")}"));
            first = Next(set, end, true);
        }

        return string.Join(',', ranges);
    }

    /// <summary>Sets the bits of a list; what does not fit, or is no list, is left out.</summary>
    public static void Fill(string list, Span<nuint> set)
    {
        ArgumentNullException.ThrowIfNull(list);
        set.Clear();
        foreach (var range in list.Split(','))
        {
            var ends = range.Trim().Split('-');
            if (int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) &&
                int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            {
                for (var i = first; i <= Math.Min(last, (set.Length * WordBits) - 1); i++)
                {
                    set[i / WordBits] |= (nuint)1 << (i % WordBits);
                }
            }
        }
    }

    /// <summary>The lowest bit that is set; -1 for none.</summary>
    public static int First(ReadOnlySpan<nuint> set)
    {
        for (var word = 0; word < set.Length; word++)
        {
            if (set[word] != 0)
            {
                return (word * WordBits) + BitOperations.TrailingZeroCount(set[word]);
            }
        }

        return -1;
    }

    private static int Next(ReadOnlySpan<nuint> set, int from, bool isSet)
    {
        for (var i = from; i < set.Length * WordBits; i++)
        {
            if (((set[i / WordBits] >> (i % WordBits)) & 1) != 0 == isSet)
            {
                return i;
            }
        }

        return -1;
    }
}
