namespace QuickStart;

/// <summary>Stands for a dataset that is too large to send: each worker opens it once.</summary>
internal sealed class Dataset
{
    public float[] this[int index] => [index, index + 1, index + 2];

    public static Dataset Load() => new();
}
