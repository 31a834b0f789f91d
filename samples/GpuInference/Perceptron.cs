namespace GpuInference;

/// <summary>A multilayer perceptron, computed by the processor.</summary>
internal sealed class Perceptron(IReadOnlyList<Layer> layers) : IModel
{
    public const int Inputs = 256;
    public const int Outputs = 10;

    public IReadOnlyList<Layer> Layers => layers;

    /// <summary>One with weights by chance, the same everywhere; a program of yours reads them from a file.</summary>
    public static Perceptron Load()
    {
        int[] widths = [Inputs, 512, 512, Outputs];
        var random = new Random(1);
        return new Perceptron([.. Enumerable.Range(0, widths.Length - 1).Select(
            i => Make(random, widths[i], widths[i + 1], isRectified: i + 2 < widths.Length))]);
    }

    public float[] Forward(ReadOnlySpan<float> inputs)
    {
        var values = inputs.ToArray();
        foreach (var layer in layers)
        {
            values = Forward(layer, values);
        }

        return values;
    }

    private static float[] Forward(Layer layer, float[] inputs)
    {
        var outputs = new float[inputs.Length / layer.Inputs * layer.Outputs];
        for (var row = 0; row < inputs.Length / layer.Inputs; row++)
        {
            var sums = outputs.AsSpan(row * layer.Outputs, layer.Outputs);
            layer.Biases.CopyTo(sums);
            for (var i = 0; i < layer.Inputs; i++)
            {
                var input = inputs[(row * layer.Inputs) + i];
                var weights = layer.Weights.AsSpan(i * layer.Outputs, layer.Outputs);
                for (var o = 0; o < sums.Length; o++)
                {
                    sums[o] += input * weights[o];
                }
            }

            for (var o = 0; layer.IsRectified && o < sums.Length; o++)
            {
                sums[o] = Math.Max(sums[o], 0);
            }
        }

        return outputs;
    }

    private static Layer Make(Random random, int inputs, int outputs, bool isRectified)
    {
        var scale = (float)Math.Sqrt(2.0 / inputs);
        float Next() => ((2 * random.NextSingle()) - 1) * scale;
        float[] weights = [.. Enumerable.Range(0, inputs * outputs).Select(_ => Next())];
        return new Layer(inputs, outputs, weights, [.. Enumerable.Range(0, outputs).Select(_ => Next())], isRectified);
    }
}
