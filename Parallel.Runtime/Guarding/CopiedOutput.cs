namespace ParallelCompute.Runtime.Guarding;

/// <summary>Writes a worker's lines where its guard writes its own, with the worker's name before each.</summary>
internal sealed class CopiedOutput(string worker, TextWriter output, TextWriter errors) : IOutputSink
{
    public void Write(string line, bool isError)
    {
        try
        {
            (isError ? errors : output).WriteLine($"{worker}: {line}");
        }
        catch (IOException)
        {
            // A full disk must not end the worker.
        }
    }

    public Task EndAsync() => Task.CompletedTask;
}
