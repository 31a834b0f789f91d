using Google.Protobuf;
using ParallelCompute.Launching;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>Reports by lines that a launcher reads (<see cref="GuardReader"/>).</summary>
internal sealed class LineReport(TextWriter writer) : IGuardReport
{
    /// <summary>What a line of a guard begins with; others are of whoever else writes there.</summary>
    public const string Mark = "parallel-guard ";

    private readonly Lock _gate = new();

    public Task TellAsync(LaunchNotice notice, int process, bool insist)
    {
        Write(new GuardLine { Notice = GuardNotices.Of(notice, process) });
        return Task.CompletedTask;
    }

    public IOutputSink Output(string worker) => new LineOutput(this, worker);

    private void Write(GuardLine line)
    {
        try
        {
            lock (_gate)
            {
                writer.Write($"{Mark}{Convert.ToBase64String(line.ToByteArray())}\n");
                writer.Flush();
            }
        }
        catch (IOException)
        {
            // The launcher is gone; the end of standard input tells.
        }
    }

    private sealed class LineOutput(LineReport report, string worker) : IOutputSink
    {
        public void Write(string line, bool isError) => report.Write(new GuardLine
        {
            Line = new WorkerLine { Worker = worker, Text = line, IsError = isError },
        });

        public Task EndAsync() => Task.CompletedTask;
    }
}
