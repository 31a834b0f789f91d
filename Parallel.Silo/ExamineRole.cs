using ParallelCompute.Launching;
using ParallelCompute.Runtime.Examining;

namespace ParallelCompute.Silo;

/// <summary>The role <c>examine</c>: looks whether workers could run here, for <c>parallelctl doctor</c>.</summary>
internal static class ExamineRole
{
    public const string Usage =
        """
        usage: parallel-silo examine [--credentials FILE] [--folder FOLDER]... [--file FILE]... [--answer FILE]
        Tells in one line, on standard output or in the file of --answer, what a worker would find here: .NET, devices,
        whether the folders can be written and the files are there, and by which addresses the dispatcher of the ticket
        is reached. Without credentials, the join ticket is the first line of standard input.
        """;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        string? credentials = null, answer = null;
        List<string> folders = [], files = [];
        for (var i = 0; i < options.Count; i += 2)
        {
            switch ((options[i], i + 1 < options.Count))
            {
                case ("--credentials", true):
                    credentials = options[i + 1];
                    break;
                case ("--answer", true):
                    answer = options[i + 1];
                    break;
                case ("--folder", true):
                    folders.Add(options[i + 1]);
                    break;
                case ("--file", true):
                    files.Add(options[i + 1]);
                    break;
                default:
                    await Console.Error.WriteLineAsync(Usage);
                    return 2;
            }
        }

        try
        {
            var ticket = credentials is null
                ? await Console.In.ReadLineAsync() ?? "" : CredentialsFile.Read(credentials).Content;
            var facts = await NodeExamination.RunAsync(
                ticket, Environment.GetEnvironmentVariable("PARALLEL_DISPATCHER"), folders, files);
            if (answer is null)
            {
                Console.WriteLine(facts.ToLine());
            }
            else
            {
                // Whoever finds it finds all of it.
                await File.WriteAllTextAsync(answer + ".new", facts.ToLine());
                File.Move(answer + ".new", answer);
            }

            return 0;
        }
        catch (Exception e) when (e is LaunchException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"parallel-silo: {e.Message}");
            return 1;
        }
    }
}
