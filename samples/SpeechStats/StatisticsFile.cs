using System.Text.Json;

namespace SpeechStats;

/// <summary>The result as it is written.</summary>
internal sealed record StatisticsFile(long Frames, IReadOnlyList<double> Mean, IReadOnlyList<double> Variance)
{
    private static readonly JsonSerializerOptions Style = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static StatisticsFile From(FeatureStatistics statistics) =>
        new(statistics.Frames, statistics.Mean, statistics.Variance);

    public static StatisticsFile Read(string path) =>
        JsonSerializer.Deserialize<StatisticsFile>(File.ReadAllText(path), Style)!;

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Style) + "\n");
}
