using System.CommandLine;
using ParallelCompute.Cli.Bench;

var root = new RootCommand("Looks after clusters of Parallel and measures them.") { BenchCommand.Create() };
return await root.Parse(args).InvokeAsync();
