using System.Globalization;

namespace ParallelCompute.Configuration;

/// <summary>Sizes in bytes with the units that Dask takes.</summary>
internal static class SizeText
{
    /// <summary>Reads a number of bytes; 0 and <c>none</c> mean no limit.</summary>
    /// <returns>Null when it is no size, is negative or does not fit.</returns>
    internal static long? Read(object written) => written switch
    {
        byte or short or ushort or int or uint or long =>
            NotNegative(Convert.ToInt64(written, CultureInfo.InvariantCulture)),
        string text when text.Trim() is "none" or "None" => 0,
        string text => WithUnit(text.Trim()),
        _ => null,
    };

    private static long? NotNegative(long bytes) => bytes >= 0 ? bytes : null;

    private static long? WithUnit(string text)
    {
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        if (Unit(text[end..].Trim()) is not { } unit
            || !decimal.TryParse(
                text[..end],
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out var number))
        {
            return null;
        }

        return number >= 0 && number <= long.MaxValue / unit ? (long)(number * unit) : null;
    }

    private static long? Unit(string text) => text.ToUpperInvariant() switch
    {
        "" or "B" => 1,
        "K" or "KB" => 1_000,
        "M" or "MB" => 1_000_000,
        "G" or "GB" => 1_000_000_000,
        "T" or "TB" => 1_000_000_000_000,
        "KI" or "KIB" => 1L << 10,
        "MI" or "MIB" => 1L << 20,
        "GI" or "GIB" => 1L << 30,
        "TI" or "TIB" => 1L << 40,
        _ => null,
    };
}
