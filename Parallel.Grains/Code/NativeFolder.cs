using System.Security.Cryptography;
using System.Text;
using ParallelCompute.Blobs;

namespace ParallelCompute.Code;

/// <summary>
/// Puts native libraries side by side under their own names: that is how they and the code that loads them find each
/// other. What it makes holds links only and goes with the last worker of the cluster on this node.
/// </summary>
/// <param name="localDirectory">Where workers keep files of their own; null: the system's temporary folder.</param>
/// <param name="cluster">The id of the worker's cluster.</param>
internal sealed class NativeFolder(string? localDirectory, string cluster) : IDisposable
{
    private readonly Lock _gate = new();
    private ClusterFolder? _folder;

    /// <summary>The folder that holds these libraries.</summary>
    /// <param name="libraries">Name and present path of each.</param>
    /// <exception cref="ShippingException">A name is none, or the folder cannot be made.</exception>
    public string Lay(IReadOnlyList<(string Name, string Path)> libraries)
    {
        if (libraries.FirstOrDefault(l => Path.GetFileName(l.Name) != l.Name || l.Name is "" or "." or "..") is
            { Name: { } wrong })
        {
            throw new ShippingException($"'{wrong}' is not the name of a native library");
        }

        lock (_gate)
        {
            _folder ??= ClusterFolder.Enter(BlobFolders.Root(localDirectory), cluster);
            var root = Path.Combine(_folder.Path, "native");
            var content = string.Concat(libraries.Select(l => $"{l.Name}\0{l.Path}\0"));
            var folder = Path.Combine(
                root, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))));
            if (!Directory.Exists(folder))
            {
                PrivateFolder.Make(root);
                Make(folder, libraries);
            }

            return folder;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _folder?.Dispose();
        }
    }

    private static void Make(string folder, IReadOnlyList<(string Name, string Path)> libraries)
    {
        // Whole or not at all: several processes may do the same.
        var made = $"{folder}.{Guid.NewGuid():N}";
        PrivateFolder.Make(made);
        try
        {
            foreach (var (name, path) in libraries)
            {
                File.CreateSymbolicLink(Path.Combine(made, name), path);
            }

            Directory.Move(made, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(made, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ShippingException(
                $"the folder {folder} for native libraries cannot be made: {e.Message} Set local_directory to a " +
                "folder that every worker can write to.", null, e);
        }
    }
}
