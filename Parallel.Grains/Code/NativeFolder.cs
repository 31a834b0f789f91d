using System.Security.Cryptography;
using System.Text;

namespace ParallelCompute.Code;

/// <summary>
/// Puts native libraries side by side under their own names: that is how they and the code that loads them find each
/// other. The folders hold links only, are named by what they hold, and serve all workers of a cluster on a node.
/// </summary>
internal static class NativeFolder
{
    /// <summary>The folder that holds these libraries.</summary>
    /// <param name="root">A private folder.</param>
    /// <param name="libraries">Name and present path of each.</param>
    /// <exception cref="ShippingException">A name is none, or the folder cannot be made.</exception>
    public static string Lay(string root, IReadOnlyList<(string Name, string Path)> libraries)
    {
        if (libraries.FirstOrDefault(l => Path.GetFileName(l.Name) != l.Name || l.Name is "" or "." or "..") is
            { Name: { } wrong })
        {
            throw new ShippingException($"'{wrong}' is not the name of a native library");
        }

        var content = string.Concat(libraries.Select(l => $"{l.Name}\0{l.Path}\0"));
        var folder = Path.Combine(root, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))));
        try
        {
            if (!Directory.Exists(folder))
            {
                Make(folder, libraries);
            }

            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ShippingException(
                $"the folder {folder} for native libraries cannot be made: {e.Message} Set local_directory to a " +
                "folder that workers can write to", null, e);
        }
    }

    private static void Make(string folder, IReadOnlyList<(string Name, string Path)> libraries)
    {
        // Whole or not at all: several processes may do the same.
        var made = $"{folder}.{Guid.NewGuid():N}";
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(made);
        }
        else
        {
            Directory.CreateDirectory(made, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        foreach (var (name, path) in libraries)
        {
            File.CreateSymbolicLink(Path.Combine(made, name), path);
        }

        try
        {
            Directory.Move(made, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(made, recursive: true);
        }
    }
}
