using ParallelCompute;
using SpeechStats;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    var options = SpeechOptions.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(SpeechOptions.Usage);
        return 0;
    }

    return await new SpeechJob(Console.Out, Console.Error).RunAsync(options, stop.Token);
}
catch (Exception e) when (e is UsageException or ConfigException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (Exception e) when (e is ParallelException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Canceled.");
    return 130;
}
