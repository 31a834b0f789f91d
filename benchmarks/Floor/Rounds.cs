namespace Floor;

/// <summary>A measurement in rounds: the first, and the median of five more.</summary>
internal static class Rounds
{
    public static async Task<(double Cold, double Warm)> MeasureAsync(Func<Task<double>> measureAsync)
    {
        var cold = await measureAsync();
        var warm = new List<double>();
        while (warm.Count < 5)
        {
            warm.Add(await measureAsync());
        }

        warm.Sort();
        return (cold, warm[2]);
    }
}
