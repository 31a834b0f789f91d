namespace GpuInference;

/// <summary>One layer: each output is a sum of all inputs, weighted, and a bias.</summary>
/// <param name="Inputs">Values that come in.</param>
/// <param name="Outputs">Values that go out.</param>
/// <param name="Weights">Those of the first input for all outputs, then of the second, and so on.</param>
/// <param name="Biases">One for each output.</param>
/// <param name="IsRectified">Negative sums become 0.</param>
internal sealed record Layer(int Inputs, int Outputs, float[] Weights, float[] Biases, bool IsRectified);
