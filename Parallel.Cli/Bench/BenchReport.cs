using System.Text.Json.Nodes;

namespace ParallelCompute.Cli.Bench;

/// <summary>The figures of one run as they are measured, and their ratios to what the machine allows.</summary>
internal sealed class BenchReport
{
    private readonly JsonObject _figures = [];
    private readonly JsonObject _floor = [];
    private readonly JsonObject _ratios = [];

    /// <summary>Adds a figure.</summary>
    /// <param name="key">Its name, which ends in its unit.</param>
    /// <param name="value">Its value; null where it cannot be had here.</param>
    /// <param name="floorKey">The floor that it is compared with; measured before it.</param>
    public void Add(string key, double? value, string? floorKey = null)
    {
        _figures[key] = Rounded(value);
        if (floorKey is not null && value is not null)
        {
            _ratios[key] = Rounded(value / _floor[floorKey]!.GetValue<double>());
        }
    }

    /// <summary>Adds what a floor program has measured.</summary>
    public void AddFloor(JsonObject floor)
    {
        foreach (var (key, value) in floor)
        {
            _floor[key] = value!.DeepClone();
        }
    }

    /// <summary>Everything as one object.</summary>
    /// <param name="machine">What is known about the machine.</param>
    public JsonObject ToJson(JsonObject machine)
    {
        var all = (JsonObject)_figures.DeepClone();
        all["floor"] = _floor.DeepClone();
        all["ratios"] = _ratios.DeepClone();
        all["machine"] = machine;
        return all;
    }

    // Four digits tell all there is to tell; more only make the output hard to read.
    private static double? Rounded(double? value) => value is null or 0 ? value
        : Math.Round(value.Value, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value.Value))), 0, 15));
}
