namespace ParallelCompute.Launchers.Batch;

/// <summary>A line of the batch system's list of jobs.</summary>
/// <param name="Id">The id, as <see cref="IBatchDialect.ReadJobIds"/> gives it for the same job.</param>
/// <param name="Name">Its name; the system may have shortened it, empty where the list does not tell.</param>
/// <param name="State">Where it stands.</param>
internal sealed record ListedJob(string Id, string Name, JobState State);
