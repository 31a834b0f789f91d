namespace Guide;

/// <summary>A sound file and what was read of it; the large part need not travel.</summary>
internal sealed class Recording(string path)
{
    public string Path => path;

    public byte[] Samples { get; } = new byte[path.Length * 1000];
}
