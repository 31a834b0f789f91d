using System.Text;
using ParallelCompute.Blobs;

namespace ParallelCompute.Launching;

/// <summary>
/// A join ticket in a file that only its owner can read: for workers that nobody holds a pipe to, such as those that a
/// cluster system starts elsewhere.
/// </summary>
public static class CredentialsFile
{
    private const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite);

    /// <summary>Far more than any ticket has.</summary>
    private const int MostBytes = 64 * 1024;

    /// <summary>Writes the file, or replaces the one that is there; nobody ever sees a part of it.</summary>
    /// <param name="path">The file; its folder must be there.</param>
    /// <param name="ticket">What it is to hold.</param>
    /// <exception cref="LaunchException">It cannot be written.</exception>
    public static void Write(string path, JoinTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var part = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = PrivateFolder.FileMode;
        }

        try
        {
            using (var file = new FileStream(part, options))
            {
                file.Write(Encoding.ASCII.GetBytes($"{ticket.Engine} {ticket.Content}\n"));
            }

            File.Move(part, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Remove(part);
            throw new LaunchException($"The credentials file {path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="LaunchException">It cannot be read, is no ticket, or is open to others.</exception>
    public static JoinTicket Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (OperatingSystem.IsLinux() && FileFacts.Of(path, follow: true) is { } facts)
            {
                Refuse(path, facts);
            }

            var line = file.Length > MostBytes ? "" : new StreamReader(file, Encoding.ASCII).ReadToEnd().TrimEnd('\n');
            return line.Split(' ') is [{ Length: > 0 } engine, { Length: > 0 } content]
                ? new JoinTicket(engine, content)
                : throw new LaunchException($"{path} is no credentials file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new LaunchException($"The credentials file {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Removes the file where it is there and can be removed.</summary>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What it holds opens nothing once the cluster is gone.
        }
    }

    private static void Refuse(string path, FileFacts facts)
    {
        if (!facts.IsMine)
        {
            throw new LaunchException($"The credentials file {path} belongs to user {facts.Owner}.");
        }

        if ((facts.Permissions & Others) != 0)
        {
            throw new LaunchException($"Others may use the credentials file {path} ({facts.Permissions}); whoever " +
                $"reads it can run code here and at the client. Take that away: chmod 600 {path}");
        }
    }
}
