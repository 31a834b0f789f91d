namespace ParallelCompute.Cli.Bench;

/// <summary>A measurement in rounds: the first of the process, and the median of those after it.</summary>
internal static class Rounds
{
    private const int Warm = 5;

    public static async Task<(double Cold, double Warm)> MeasureAsync(Func<Task<double>> measureAsync)
    {
        var cold = await measureAsync();
        var warm = new double[Warm];
        for (var round = 0; round < Warm; round++)
        {
            warm[round] = await measureAsync();
        }

        Array.Sort(warm);
        return (cold, warm[Warm / 2]);
    }
}
