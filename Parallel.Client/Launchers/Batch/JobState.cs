namespace ParallelCompute.Launchers.Batch;

/// <summary>What the batch system says of a job.</summary>
/// <param name="Phase">Where it stands.</param>
/// <param name="Words">The system's own words: <c>PENDING (Resources)</c>.</param>
/// <param name="CanNeverRun">Whether waiting is in vain: the request exceeds what the system has or permits.</param>
internal sealed record JobState(JobPhase Phase, string Words, bool CanNeverRun = false);
