namespace ParallelCompute.Tests.Behavior;

/// <summary>A value of an environment that tells a gate of its end.</summary>
internal sealed class Resource(string path, string name) : IDisposable
{
    public string Name => name;

    public void Dispose() => Gate.Tell(path, $"{name} disposed");
}
