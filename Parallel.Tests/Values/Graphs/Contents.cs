using System.Collections;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ParallelCompute.Tests.Values.Graphs;

/// <summary>What there is to compare of values without parts.</summary>
internal static class Contents
{
    /// <summary>Whether each process has one such object only, however many of them the graph had.</summary>
    public static bool IsShared(object value) => value is Type or DBNull or CultureInfo or CompareInfo or TimeZoneInfo
        or Encoding or StringComparer or ReferenceEqualityComparer || IsDefaultComparer(value);

    /// <summary>Something that is equal where the values are; null where they have parts.</summary>
    public static object? Of(object value) => value switch
    {
        DateTime time => (time.ToBinary(), time.Kind),
        DateTimeOffset time => (time.Ticks, time.Offset),
        double number => BitConverter.DoubleToInt64Bits(number),
        decimal number => string.Join(' ', decimal.GetBits(number)),
        Uri uri => (uri.OriginalString, uri.IsAbsoluteUri),
        IPAddress address => (address, address.AddressFamily),
        Encoding encoding =>
            (encoding.CodePage, encoding.Preamble.Length, encoding.EncoderFallback, encoding.DecoderFallback),
        CultureInfo culture => (culture, culture.IsReadOnly),
        Regex regex => (regex.ToString(), regex.Options, regex.MatchTimeout),
        StringBuilder text => (text.ToString(), text.Capacity, text.MaxCapacity),
        BitArray bits => string.Concat(bits.Cast<bool>().Select(b => b ? '1' : '0')),
        JsonDocument document => Text(document.RootElement),
        JsonElement element => Text(element),
        JsonNode node => (node.ToJsonString(), node.Options?.PropertyNameCaseInsensitive ?? false),
        Type or string or Version or DBNull or RegionInfo or CompareInfo or TimeZoneInfo or IPEndPoint or DnsEndPoint or
            PhysicalAddress or StringComparer or ReferenceEqualityComparer => value,
        _ => IsDefaultComparer(value) || (value is ValueType && !HasParts(value)) ? value : null,
    };

    private static string Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined ? "" : element.GetRawText();

    private static bool IsDefaultComparer(object value) =>
        value.GetType().Namespace == typeof(Comparer<>).Namespace && value is IComparer or IEqualityComparer &&
        value is not IEnumerable;

    private static bool HasParts(object value) => value is IEnumerable or ITuple or DictionaryEntry ||
        value.GetType() is { IsPrimitive: false, IsEnum: false } type &&
        (type.Assembly == typeof(Contents).Assembly || (type.IsGenericType &&
            !type.Name.StartsWith(nameof(Vector), StringComparison.Ordinal)));
}
