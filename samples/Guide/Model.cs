namespace Guide;

/// <summary>Stands for a model that takes long to load.</summary>
internal sealed class Model(string name) : IDisposable
{
    public static Model Load(string name) => new(name);

    public float[] Score(string path) => [path.Length, name.Length];

    public void Dispose()
    {
        // Called on the worker when it leaves or the environment is replaced.
    }
}
