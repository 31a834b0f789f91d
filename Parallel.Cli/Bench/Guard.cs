using System.Text.Json.Nodes;

namespace ParallelCompute.Cli.Bench;

/// <summary>Measures until no figure is far from its bar, a few times at most.</summary>
internal static class Guard
{
    private const int Attempts = 3;

    /// <param name="measureAsync">A run.</param>
    /// <returns>The last run, and what fell short in every one.</returns>
    public static async Task<(JsonObject Result, IReadOnlyCollection<string> FellShort)> MeasureAsync(
        Func<Task<JsonObject>> measureAsync)
    {
        Dictionary<string, string>? always = null;
        for (var attempt = 1; ; attempt++)
        {
            var result = await measureAsync();
            var now = Bars.FellShort(result);
            // Another load on the machine makes one figure bad now and another one then; a regression stays.
            always = always is null ? now : now.Where(f => always.ContainsKey(f.Key)).ToDictionary();
            if (always.Count == 0 || attempt == Attempts)
            {
                return (result, always.Values);
            }
        }
    }
}
