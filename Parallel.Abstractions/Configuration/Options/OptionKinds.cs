using System.Collections;
using System.Collections.Frozen;
using System.Globalization;

namespace ParallelCompute.Configuration;

/// <summary>The kinds of options.</summary>
internal static class OptionKinds
{
    private const int MaxCount = 1_000_000;

    internal static OptionKind Count { get; } = new(
        "whole number",
        $"a whole number from 1 to {MaxCount}",
        written => Whole(written) is >= 1 and <= MaxCount and var count ? (int)count : null);

    internal static OptionKind Duration { get; } = new(
        "duration",
        "a duration from 1 ms to 24 days, such as 90 (seconds), '10 min', '00:30:00' or '1-00:00:00'",
        written => DurationText.Read(written) is { } time && time >= DurationText.Least ? time : null);

    internal static OptionKind DurationOrZero { get; } = new(
        "duration",
        "0 or a duration up to 24 days, such as 90 (seconds), '10 min', '00:30:00' or '1-00:00:00'",
        written => DurationText.Read(written));

    internal static OptionKind Size { get; } = new(
        "size",
        "a number of bytes, such as 500000000, '500MB' or '2GiB', or 'none'",
        written => SizeText.Read(written));

    internal static OptionKind Text { get; } = new(
        "text", "a text that is not empty", written => written is string { Length: > 0 } text ? text : null)
    {
        KeepsText = true,
    };

    internal static OptionKind Host { get; } = new(
        "name or address", "the name or the address of a host, without a port",
        written => written is string text && Uri.CheckHostName(text) != UriHostNameType.Unknown ? text : null)
    {
        KeepsText = true,
    };

    internal static OptionKind Switch { get; } = new("true or false", "true or false", written => ReadSwitch(written));

    internal static OptionKind Transport { get; } = new(
        "auto, unix or tcp", "auto, unix or tcp", written => ReadTransport(written));

    internal static OptionKind Ports { get; } = new(
        "port or range", "a port from 0 to 65535 or a range such as '9000-9100'", written => ReadPorts(written));

    internal static OptionKind Variables { get; } = new(
        "map", "a map of variable names to texts (\"\" for an empty one)", ReadVariables)
    {
        KeepsText = true,
    };

    internal static OptionKind Amounts { get; } = new(
        "map", "a map of names to numbers greater than 0", ReadAmounts);

    private static long? Whole(object written) => written switch
    {
        sbyte or byte or short or ushort or int or uint or long =>
            Convert.ToInt64(written, CultureInfo.InvariantCulture),
        string text when long.TryParse(
            text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static bool? ReadSwitch(object written) => written switch
    {
        bool flag => flag,
        string text => text.Trim().ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "ON" => true,
            "FALSE" or "NO" or "OFF" => false,
            _ => null,
        },
        _ => null,
    };

    private static TransportProtocol? ReadTransport(object written) => written switch
    {
        TransportProtocol protocol when Enum.IsDefined(protocol) => protocol,
        "auto" => TransportProtocol.Auto,
        "unix" => TransportProtocol.Unix,
        "tcp" => TransportProtocol.Tcp,
        _ => null,
    };

    private static PortRange? ReadPorts(object written)
    {
        if (Whole(written) is { } port)
        {
            return port is >= 0 and <= ushort.MaxValue ? new PortRange((int)port, (int)port) : null;
        }

        return written is string text && text.Split('-') is [var from, var to]
               && Whole(from) is >= 1 and var first && Whole(to) is <= ushort.MaxValue and var last && first <= last
            ? new PortRange((int)first, (int)last)
            : null;
    }

    private static FrozenDictionary<string, double>? ReadAmounts(object written)
    {
        if (written is not IDictionary map)
        {
            return written is "" ? FrozenDictionary<string, double>.Empty : null;
        }

        var amounts = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in OptionTree.Entries(map))
        {
            if (name.Length == 0 || Number(value) is not (> 0 and <= MaxCount and var amount))
            {
                return null;
            }

            amounts[name] = amount;
        }

        return amounts.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static double? Number(object? written) => written switch
    {
        sbyte or byte or short or ushort or int or uint or long or float or double or decimal =>
            Convert.ToDouble(written, CultureInfo.InvariantCulture),
        string text when double.TryParse(
            text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static FrozenDictionary<string, string>? ReadVariables(object written)
    {
        if (written is not IDictionary map)
        {
            return written is "" ? FrozenDictionary<string, string>.Empty : null;
        }

        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in OptionTree.Entries(map))
        {
            var text = value is string or int or long ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
            if (text is null || text.Contains('\0') || name.Length == 0 || name.AsSpan().IndexOfAny('=', '\0') >= 0)
            {
                return null;
            }

            variables[name] = text;
        }

        return variables.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
