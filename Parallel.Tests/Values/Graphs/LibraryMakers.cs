using System.Collections;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ParallelCompute.Tests.Values.Samples;

namespace ParallelCompute.Tests.Values.Graphs;

/// <summary>Makes single objects of the base library.</summary>
internal static class LibraryMakers
{
    public static Dictionary<string, Func<GraphMaker, object?>[]> All { get; } = new()
    {
        ["Version"] = [m => new Version(m.Int(9), m.Int(9)), m => new Version(m.Int(9), m.Int(9), m.Int(9), m.Int(9))],
        ["Uri"] =
        [
            m => new Uri($"https://host/{m.Int()}?q=%20é#f"), m => new Uri($"/a/{m.Int()}", UriKind.Relative),
            m => new Uri($"file:///tmp/{m.Int()}"),
        ],
        ["Type"] =
        [
            _ => typeof(int), _ => typeof(Dictionary<string, Person[]>), _ => typeof(List<>), _ => typeof(int[,]),
            _ => typeof(Derived.Nested<>), _ => typeof(IEnumerable<Color>),
        ],
        ["CultureInfo"] =
        [
            m => CultureInfo.GetCultureInfo(m.Any("", "de-DE", "tr-TR", "ja")),
            m => new CultureInfo(m.Any("", "fr-CH")),
        ],
        ["RegionInfo"] = [m => new RegionInfo(m.Any("DE", "en-US"))],
        ["CompareInfo"] = [m => CultureInfo.GetCultureInfo(m.Any("sv-SE", "")).CompareInfo],
        ["TimeZoneInfo"] =
        [
            _ => TimeZoneInfo.Utc, _ => TimeZoneInfo.Local,
            m => TimeZoneInfo.TryFindSystemTimeZoneById(m.Any("Europe/Berlin", "Asia/Kolkata"), out var z) ? z : null,
            m => TimeZoneInfo.CreateCustomTimeZone("Mine", TimeSpan.FromMinutes(m.Int(600)), "Mine [a]", "M;n"),
        ],
        ["Encoding"] =
        [
            m => m.Any(Encoding.UTF8, Encoding.Latin1, Encoding.ASCII, Encoding.Unicode, Encoding.UTF32),
            m => new UTF8Encoding(m.Bool(), m.Bool()), m => new UnicodeEncoding(m.Bool(), m.Bool(), m.Bool()),
            m => Encoding.GetEncoding("us-ascii", new EncoderReplacementFallback(m.Any("", "!")),
                DecoderFallback.ExceptionFallback),
        ],
        ["Regex"] =
        [
            m => new Regex($"a{{{m.Int(9)},}}(?<n>b|c)", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1 + m.Int(9))),
            m => new Regex(@"\d+", m.Any(RegexOptions.None, RegexOptions.CultureInvariant)),
        ],
        ["StringBuilder"] = [m => new StringBuilder(m.Text(), 20 + m.Int(200)), m => new StringBuilder(1, 50)],
        ["BitArray"] = [m => new BitArray(m.Bytes(m.Int(9))) { Length = m.Int(50) }],
        ["DBNull"] = [_ => DBNull.Value],
        ["StrongBox<T>"] = [m => new StrongBox<int>(m.Int()), Box],
        ["Lazy<T>"] = [m => Forced(m.Next()), m => Forced(m.Text())],
        ["IPAddress"] =
        [
            m => new IPAddress(m.Bytes(4)), m => new IPAddress(m.Bytes(16), m.Int(99)), _ => IPAddress.Any,
            _ => IPAddress.IPv6Loopback,
        ],
        ["IPEndPoint"] = [m => new IPEndPoint(new IPAddress(m.Bytes(16)), m.Int(0x10000))],
        ["DnsEndPoint"] = [m => new DnsEndPoint($"host{m.Int(99)}", m.Int(0x10000))],
        ["IPNetwork"] = [m => new IPNetwork(new IPAddress([10, (byte)m.Int(256), 0, 0]), 16), _ => default(IPNetwork)],
        ["PhysicalAddress"] = [m => new PhysicalAddress(m.Bytes(6))],
        ["JsonDocument"] = [m => JsonDocument.Parse(Json(m))],
        ["JsonElement"] = [m => JsonDocument.Parse(Json(m)).RootElement, _ => default(JsonElement)],
        ["JsonNode"] =
        [
            m => JsonNode.Parse(Json(m)), m => new JsonArray(m.Int(), m.Text()), m => JsonValue.Create(m.Text()),
            m => new JsonObject(new JsonNodeOptions { PropertyNameCaseInsensitive = true }) { ["a"] = m.Int() },
        ],
        ["StringComparer"] = [m => m.Comparer()],
        ["Comparer<T>"] = [_ => Comparer<int>.Default, _ => Comparer<string>.Default],
        ["EqualityComparer<T>"] = [_ => EqualityComparer<Color>.Default, _ => EqualityComparer<Reading>.Default],
        ["ReferenceEqualityComparer"] = [_ => ReferenceEqualityComparer.Instance],
        ["Tensor<T>"] =
        [
            m => Tensor.Create(Enumerable.Range(m.Int(9), 6).ToArray(), [2, 3]),
            m => Tensor.Create([m.Text(), m.Text()], [2]),
        ],
    };

    private static string Json(GraphMaker m) => $$$"""{"a":[1,{{{m.Int()}}},null],"b":{"c":"\u00e9 {{{m.Int(9)}}}"}}""";

    private static StrongBox<object?> Box(GraphMaker m)
    {
        var box = m.Keep(new StrongBox<object?>());
        box.Value = m.Next();
        return box;
    }

    private static Lazy<T> Forced<T>(T value) => new(() => value);
}
