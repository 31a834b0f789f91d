using System.CommandLine;
using ParallelCompute.Cli.Bench;
using ParallelCompute.Cli.Cleanup;
using ParallelCompute.Cli.Doctor;
using ParallelCompute.Cli.Gpus;
using ParallelCompute.Cli.Jobs;
using ParallelCompute.Cli.Script;

var root = new RootCommand("Looks after clusters of Parallel and measures them.")
{
    BenchCommand.Create(), ScriptCommand.Create(), DoctorCommand.Create(), PsCommand.Create(), LogsCommand.Create(),
    CleanupCommand.Create(), GpusCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
