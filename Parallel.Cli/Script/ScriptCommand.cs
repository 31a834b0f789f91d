using System.CommandLine;

namespace ParallelCompute.Cli.Script;

/// <summary><c>parallelctl script</c>.</summary>
internal static class ScriptCommand
{
    public static Command Create()
    {
        var config = new Option<string>("--config")
        {
            Description = "The configuration; its env is a batch system.", Required = true,
        };
        var command = new Command("script", "Prints the job script of a configuration. Needs no batch system.")
        {
            config,
        };
        command.SetAction(parsed =>
        {
            try
            {
                var script = JobScripts.Preview(ParallelConfig.Load(parsed.GetValue(config)!));
                parsed.InvocationConfiguration.Output.Write(script);
                return 0;
            }
            catch (ConfigException e)
            {
                parsed.InvocationConfiguration.Error.WriteLine(e.Message);
                return 1;
            }
        });
        return command;
    }
}
