namespace ParallelCompute.Tests.Configuration;

/// <summary>A folder for files of one test.</summary>
internal sealed class ConfigFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("parallel-config-").FullName;

    internal string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, true);
}
