namespace ParallelCompute.Launchers.Batch;

/// <summary>One submission: a job, or an array of jobs that differ in their workers only.</summary>
/// <param name="Options">What the user wants of each job.</param>
/// <param name="Name">The jobs' name: <c>job_name</c> and the cluster's id; letters, digits and . _ + -.</param>
/// <param name="Workers">The ids of each job's workers; several jobs are an array.</param>
/// <param name="Slots">Items that each worker runs at once.</param>
/// <param name="Silo">The words of the command that starts the worker program on a node.</param>
/// <param name="Credentials">
/// The file that lets workers join, of mode 0600. Any path; where there is no shared folder it is sent with the job.
/// </param>
/// <param name="LogFolder">Where the jobs' output goes; null: where the system puts it.</param>
internal sealed record BatchJob(
    BatchOptions Options, string Name, IReadOnlyList<IReadOnlyList<string>> Workers, int Slots,
    IReadOnlyList<string> Silo, string Credentials, string? LogFolder)
{
    /// <summary>Bytes that each worker may use; null: no limit.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>How long workers may take to end when they are asked to; null: as the program likes.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>Whether the guard starts a worker anew that died.</summary>
    public bool Nanny { get; init; } = true;

    /// <summary>
    /// A file of mode 0600 with the workers' environment variables, as <see cref="ShellText.Exports"/> writes it; the
    /// values may be secrets, which a job script does not keep. Null: none.
    /// </summary>
    public string? VariablesFile { get; init; }

    /// <summary>
    /// Arguments of the worker program that is to look at the node and start no worker; null: it starts workers.
    /// </summary>
    public IReadOnlyList<string>? Examination { get; init; }

    /// <summary>Folders and files that a node needs and has no shared folder for.</summary>
    public IReadOnlyList<string> Transfer { get; init; } = [];

    /// <summary>Whether it is an array.</summary>
    public bool IsArray => Workers.Count > 1;
}
