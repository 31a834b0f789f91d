namespace ParallelCompute.Launchers.Batch;

/// <summary>
/// What one batch system says and understands. Pure text: a dialect starts no command and reads no file or clock.
/// </summary>
internal interface IBatchDialect
{
    /// <summary>The env that it serves.</summary>
    string Env { get; }

    /// <summary>Whether several jobs can be one submission.</summary>
    bool HasArrays { get; }

    /// <summary>The text that is submitted.</summary>
    string Script(BatchJob job);

    /// <summary>The command that submits.</summary>
    /// <param name="job">What <paramref name="script"/> was made from.</param>
    /// <param name="file">The file that holds the script; it is needed until the command has ended.</param>
    /// <param name="script">The same text, for systems that want it inline or on standard input.</param>
    BatchCommand Submit(BatchJob job, string file, string script);

    /// <summary>A command that tells which version the system is, and changes nothing.</summary>
    BatchCommand Version { get; }

    /// <summary>
    /// The id of each job in the output of a submit command that has succeeded: look at its exit code first.
    /// </summary>
    /// <param name="output">Its standard output.</param>
    /// <param name="count">Number of jobs in the submission.</param>
    /// <returns>As many as <paramref name="count"/>, in the order of their workers; none without an id.</returns>
    IReadOnlyList<string> ReadJobIds(string output, int count);

    /// <summary>Whether a refused submission may succeed a little later.</summary>
    /// <param name="output">Both streams of the submit command.</param>
    bool IsBusy(string output);

    /// <summary>The commands that cancel jobs. Ids of jobs that are gone may make them fail: no matter.</summary>
    IReadOnlyList<BatchCommand> Cancel(BatchOptions options, IReadOnlyList<string> ids);

    /// <summary>The command that lists a user's jobs; one that is missing there has ended.</summary>
    BatchCommand List(string user);

    /// <summary>The same for the jobs that one asks for, where that tells more; others may be listed.</summary>
    BatchCommand List(string user, IReadOnlyList<string> ids) => List(user);

    /// <summary>Whether a list command that failed did so because there is no such job, or not each of them.</summary>
    /// <param name="exitCode">How it ended.</param>
    /// <param name="output">Both streams.</param>
    bool ListsNone(int exitCode, string output) => false;

    /// <summary>Reads the list. What is no line of it is passed over.</summary>
    IReadOnlyList<ListedJob> ReadList(string output);

    /// <summary>Commands that tell how a job ended that is listed no more; the first that knows is enough.</summary>
    IReadOnlyList<BatchCommand> Explain(string id);

    /// <summary>Reads the output of one of <see cref="Explain"/>.</summary>
    /// <returns>Null where it does not tell.</returns>
    JobState? ReadEnd(string id, string output);

    /// <summary>
    /// Where a job's output is: paths as the system sees them from the folder where it was submitted. What cannot be
    /// known here, such as the node's name, is a <c>*</c> in the file's name.
    /// </summary>
    IReadOnlyList<string> LogFiles(BatchJob job, string id);
}
