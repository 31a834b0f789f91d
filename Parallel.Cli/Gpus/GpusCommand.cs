using System.CommandLine;
using ParallelCompute.Devices;

namespace ParallelCompute.Cli.Gpus;

/// <summary><c>parallelctl gpus</c>.</summary>
internal static class GpusCommand
{
    public static Command Create()
    {
        var command = new Command("gpus", "Lists the NVIDIA GPUs of this machine and says why one cannot be used.");
        command.SetAction(_ =>
        {
            var report = GpuInventory.Read();
            Console.WriteLine(string.Join('\n', report.Describe()));
            return report.Gpus.Any(g => g.Fault is null) ? 0 : 1;
        });
        return command;
    }
}
