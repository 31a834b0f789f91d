using ParallelCompute.Tests.Architecture;

namespace ParallelCompute.Tests.Launchers.Batch;

/// <summary>Commands of batch systems that cannot be had. They run job scripts as processes of this machine.</summary>
internal static class StubCommands
{
    /// <summary>The variable with the folder of their jobs.</summary>
    public const string Folder = "BATCH_STUB_DIR";

    /// <summary>The commands of <c>lsf</c> or <c>moab</c> as links in a folder, which is to be first in PATH.</summary>
    public static void Install(string env, string folder)
    {
        string[] names = env == "lsf"
            ? ["bsub", "bjobs", "bkill", "bhist"]
            : ["msub", "showq", "canceljob", "checkjob"];
        var program = Repository.Combine("Parallel.Tests", "Launchers", "Batch", "Stubs", $"{env}.sh");
        foreach (var name in names)
        {
            File.CreateSymbolicLink(Path.Combine(folder, name), program);
        }
    }
}
