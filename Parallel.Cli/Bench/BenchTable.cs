using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ParallelCompute.Cli.Bench;

/// <summary>The figures for people.</summary>
internal static class BenchTable
{
    /// <summary>The figures with their ratio to the floor, the floor, and the machine.</summary>
    public static string Render(JsonObject result)
    {
        var text = new StringBuilder();
        AddLine(text, "figure", "measured", "x floor");
        foreach (var (key, value) in result.Where(p => p.Value is null or JsonValue && p.Key != "runs"))
        {
            AddLine(text, key, Number(value), result["ratios"]![key] is { } ratio ? Number(ratio) : "");
        }

        text.AppendLine();
        AddLine(text, "floor", "measured", "");
        foreach (var (key, value) in result["floor"]!.AsObject())
        {
            AddLine(text, key, Number(value), "");
        }

        var machine = result["machine"]!;
        return text.Append(CultureInfo.InvariantCulture, $"\n{Number(machine["processors"])} processors, ")
            .Append(CultureInfo.InvariantCulture, $"load average {Number(machine["load_average"])} before the start")
            .ToString();
    }

    private static string Number(JsonNode? value)
    {
        if (value is null)
        {
            return "-";
        }

        var number = value.GetValue<double>();
        return number.ToString(Math.Abs(number) >= 1000 ? "N0" : "0.###", CultureInfo.InvariantCulture);
    }

    private static void AddLine(StringBuilder text, string figure, string measured, string ratio) =>
        text.AppendLine($"{figure,-22}{measured,16}{ratio,10}".TrimEnd());
}
