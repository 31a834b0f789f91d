using System.Text;
using ParallelCompute.Launching;

namespace ParallelCompute.Launchers.Batch;

/// <summary>
/// A cluster's folder that the machines of a batch system share: the credentials, which jobs there are, and their logs
/// where nothing else was asked for. Only its owner can enter it.
/// </summary>
internal sealed class JobFolder
{
    private const string CredentialsName = "credentials", VariablesName = "variables";
    private const string NoteName = "cluster", JobsName = "jobs", LogsName = "logs";

    private JobFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>What lets the jobs' workers join.</summary>
    public string Credentials => System.IO.Path.Combine(Path, CredentialsName);

    /// <summary>The workers' environment variables, which may be secrets.</summary>
    public string Variables => System.IO.Path.Combine(Path, VariablesName);

    /// <summary>What the probe job of doctor found.</summary>
    public string Answer => System.IO.Path.Combine(Path, "answer");

    public string Logs => System.IO.Path.Combine(Path, LogsName);

    /// <summary>Below the user's home, which the machines of a batch system share as a rule.</summary>
    /// <param name="shared">The option shared_temp_directory; null: not set.</param>
    /// <exception cref="LaunchException">There is no home.</exception>
    public static string Root(string? shared)
    {
        if (shared is not null)
        {
            return System.IO.Path.GetFullPath(shared);
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0 ? System.IO.Path.Combine(home, ".parallel") : throw new LaunchException(
            "There is no home folder for what the jobs need to join. Set shared_temp_directory to a folder that this " +
            "machine and those of the jobs share.");
    }

    /// <summary>The folders of this user's clusters.</summary>
    public static IReadOnlyList<JobFolder> All(string root) => !Directory.Exists(root) ? []
        : [.. Directory.GetDirectories(root).Where(d => File.Exists(System.IO.Path.Combine(d, NoteName)))
            .Order(StringComparer.Ordinal).Select(d => new JobFolder(d))];

    /// <summary>One that is there.</summary>
    public static JobFolder At(string path) => new(path);

    /// <exception cref="LaunchException">It cannot be made.</exception>
    public static JobFolder Make(string root, string cluster, string note)
    {
        var folder = new JobFolder(System.IO.Path.Combine(root, cluster));
        try
        {
            foreach (var path in new[] { root, folder.Path, folder.Logs })
            {
                MakePrivate(path);
            }

            File.WriteAllText(System.IO.Path.Combine(folder.Path, NoteName), note);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException(
                $"The folder {folder.Path}, where the jobs find what they need to join, cannot be made: {e.Message} " +
                "Set shared_temp_directory to a folder that this machine and those of the jobs share.", e);
        }
    }

    public void WriteCredentials(JoinTicket ticket) => CredentialsFile.Write(Credentials, ticket);

    /// <exception cref="LaunchException">It cannot be written.</exception>
    public void WriteVariables(string exports)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using var file = new FileStream(Variables, options);
            file.Write(Encoding.UTF8.GetBytes(exports));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException($"The workers' variables cannot be written to {Variables}: {e.Message}", e);
        }
    }

    public string ReadNote() => File.ReadAllText(System.IO.Path.Combine(Path, NoteName));

    /// <summary>Ids of jobs, in the order of their submission.</summary>
    public IReadOnlyList<string> ReadJobs()
    {
        var file = System.IO.Path.Combine(Path, JobsName);
        return File.Exists(file) ? File.ReadAllLines(file) : [];
    }

    public void NoteJobs(IEnumerable<string> ids)
    {
        try
        {
            File.AppendAllLines(System.IO.Path.Combine(Path, JobsName), ids, Encoding.ASCII);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The client knows them; the note is for who finds the folder later, and their names tell as well.
        }
    }

    /// <summary>Removes it with all that is in it.</summary>
    public void Remove()
    {
        // First what opens something, should the rest fail.
        CredentialsFile.Remove(Credentials);
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // On a shared folder a job's last words may come meanwhile; parallelctl cleanup finds what is left.
        }
    }

    private static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            // One that is there keeps its mode.
            Directory.CreateDirectory(
                path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
