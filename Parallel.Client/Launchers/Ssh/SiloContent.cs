using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace ParallelCompute.Launchers.Ssh;

/// <summary>The files of a worker program, known by a hash over all of them.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Files">Their paths in it, in the order that counts for the hash.</param>
/// <param name="Hash">The SHA-256 of what <c>sha256sum</c> prints for them in that order.</param>
internal sealed record SiloContent(string Folder, IReadOnlyList<string> Files, string Hash)
{
    /// <summary>The program itself: of a self-contained publish, or for the .NET runtime of the host.</summary>
    private static readonly string[] Programs = ["parallel-silo", "parallel-silo.dll"];

    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="LaunchException">The folder is missing, holds no worker program, or cannot be read.</exception>
    public static SiloContent Read(string folder)
    {
        try
        {
            var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal).ToList();
            if (!files.Intersect(Programs).Any())
            {
                throw new LaunchException($"The folder {folder} holds no worker program: neither " +
                    $"{string.Join(" nor ", Programs)} is in it. Set push_folder to one that a build made.");
            }

            // sha256sum would print such names otherwise than they are.
            return files.Find(f => f[0] == '-' || f.Any(c => char.IsControl(c) || c == '\\')) is { } odd
                ? throw new LaunchException($"The file {odd} in {folder} has a name that is not for a worker program.")
                : new SiloContent(folder, files, HashOf(folder, files));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException($"The worker program in {folder} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes the files as an archive that any <c>tar</c> reads.</summary>
    public async Task WriteAsync(Stream archive, CancellationToken cancellationToken)
    {
        await using var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true);
        foreach (var folder in Files.Select(f => Path.GetDirectoryName(f)!).Where(f => f.Length > 0).Distinct())
        {
            var entry = new UstarTarEntry(TarEntryType.Directory, folder) { Mode = Executable };
            await writer.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
        }

        foreach (var file in Files)
        {
            await using var content = File.OpenRead(Path.Combine(Folder, file));
            var entry = new UstarTarEntry(TarEntryType.RegularFile, file) { Mode = Executable, DataStream = content };
            await writer.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string HashOf(string folder, List<string> files)
    {
        var listing = new StringBuilder();
        foreach (var file in files)
        {
            using var content = File.OpenRead(Path.Combine(folder, file));
            listing.Append(Hex(SHA256.HashData(content))).Append("  ").Append(file).Append('\n');
        }

        return Hex(SHA256.HashData(Encoding.UTF8.GetBytes(listing.ToString())));
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
