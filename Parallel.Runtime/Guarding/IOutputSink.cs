namespace ParallelCompute.Runtime.Guarding;

/// <summary>Where the lines go that a silo writes. Its reader waits for nothing but <see cref="Write"/>.</summary>
internal interface IOutputSink
{
    /// <summary>A line.</summary>
    /// <param name="line">The line, as the silo wrote it.</param>
    /// <param name="isError">It was written to standard error.</param>
    void Write(string line, bool isError);

    /// <summary>No more lines will come; ends when all are where they go.</summary>
    Task EndAsync();
}
