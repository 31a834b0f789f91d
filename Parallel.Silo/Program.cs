using Microsoft.Extensions.Logging;
using ParallelCompute;
using ParallelCompute.Devices;
using ParallelCompute.Launching;
using ParallelCompute.Runtime;
using ParallelCompute.Silo;

if (args is ["dispatcher", { Length: > 0 } file, .. var options])
{
    return await DispatcherRole.RunAsync(file, options);
}

if (args is ["guard", ..])
{
    return await GuardRole.RunAsync(args);
}

if (args is ["devices"])
{
    Console.WriteLine(GpuInventory.Read().ToText());
    return 0;
}

if (args is ["examine", .. var examined])
{
    return await ExamineRole.RunAsync(examined);
}

if (WorkerArguments.Parse(args) is not { } worker)
{
    await Console.Error.WriteLineAsync(string.Join(
        "\n\n", WorkerArguments.Usage, GuardArguments.Usage, DispatcherRole.Usage, ExamineRole.Usage,
        "usage: parallel-silo devices"));
    return 2;
}

LastWords.Watch();
var leaving = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
string? ended;
try
{
    ended = await BuiltinSilo.RunAsync(
        new SiloSettings(
            worker.Id, worker.Slots, Ticket(worker, leaving), new LineLogger(Console.Error, LogLevel.Information))
        {
            MarksFile = worker.Marks,
            Deadline = worker.Deadline,
            Leaving = leaving.Task,
            Dispatcher = Environment.GetEnvironmentVariable("PARALLEL_DISPATCHER"),
        });
}
catch (LaunchException e)
{
    ended = e.Message;
}

if (ended is null)
{
    return LastWords.End(0);
}

await Console.Error.WriteLineAsync(ExitWords.OfEnd(ended));
return LastWords.End(3);

static string Ticket(WorkerArguments worker, TaskCompletionSource<TimeSpan> leaving)
{
    if (worker.Credentials is { } file)
    {
        return CredentialsFile.Read(file).Content;
    }

    ProcessGroup.Lead();

    // The ticket with the cluster's secret is the first line of standard input. What follows is silence until the guard
    // that holds the other end dies.
    var input = new StreamReader(Console.OpenStandardInput());
    Console.SetIn(TextReader.Null);
    // Waited for here: the pool and its threads take longer to start than the ticket to come.
    var ticket = input.ReadLine();
    GuardWatch.Start(input, within => leaving.TrySetResult(within));
    return ticket ?? "";
}
