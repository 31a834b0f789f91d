namespace GpuInference;

/// <summary>Rows of inputs by chance, the same everywhere; each item takes some that follow each other.</summary>
internal sealed class Dataset(int rows)
{
    private const int Starts = 4096;

    private readonly float[] _values = Fill((rows + Starts) * Perceptron.Inputs);

    public ReadOnlySpan<float> this[int item] =>
        _values.AsSpan(item % Starts * Perceptron.Inputs, rows * Perceptron.Inputs);

    private static float[] Fill(int count)
    {
        var random = new Random(2);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (2 * random.NextSingle()) - 1;
        }

        return values;
    }
}
