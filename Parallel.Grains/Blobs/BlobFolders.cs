using System.Security.Cryptography;
using System.Text;

namespace ParallelCompute.Blobs;

/// <summary>Where a node keeps blobs.</summary>
public static class BlobFolders
{
    private const string BootFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>A name that only workers share which keep blobs in one folder of one machine.</summary>
    /// <param name="localDirectory">Where they keep files of their own; null: the system's temporary folder.</param>
    public static string Node(string? localDirectory)
    {
        var boot = File.Exists(BootFile) ? File.ReadAllText(BootFile).Trim() : "";
        var text = $"{Environment.MachineName}\0{boot}\0{Root(localDirectory)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    /// <summary>Removes what clusters left behind of which no worker lives any more.</summary>
    /// <param name="localDirectory">Where they kept files of their own; null: the system's temporary folder.</param>
    public static void Sweep(string? localDirectory) => ClusterFolder.Sweep(Root(localDirectory));

    /// <summary>The folder in which those of clusters are.</summary>
    /// <param name="localDirectory">Where workers keep files of their own; null: the system's temporary folder.</param>
    public static string Root(string? localDirectory) =>
        Path.GetFullPath(string.IsNullOrEmpty(localDirectory) ? Path.GetTempPath() : localDirectory);

    /// <summary>Where the code of all the user's clusters is kept.</summary>
    internal static string Code(string? localDirectory)
    {
        var user = string.Concat(Environment.UserName.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        return Path.Combine(Root(localDirectory), $"parallel-code-{user}");
    }
}
