namespace GpuInference;

/// <summary>A model that was loaded somewhere.</summary>
internal interface IModel
{
    /// <summary>The outputs for some rows of inputs, row after row.</summary>
    float[] Forward(ReadOnlySpan<float> inputs);
}
