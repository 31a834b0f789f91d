using System.CommandLine;
using ParallelCompute.Cli.Bench;
using ParallelCompute.Cli.Cleanup;
using ParallelCompute.Cli.Doctor;

var root = new RootCommand("Looks after clusters of Parallel and measures them.")
{
    BenchCommand.Create(), CleanupCommand.Create(), DoctorCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
