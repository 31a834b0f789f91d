namespace ParallelCompute.Tests.Batch;

/// <summary>HTCondor with one node. Debian 12 lacks it: the one system that CI may be without.</summary>
public sealed class HtcondorFixture() : BatchFixture("htcondor", "htcondor")
{
    private const UnixFileMode All = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public override (Dictionary<string, object?> Options, string Words) Impossible =>
        (new() { ["cores"] = 99 }, "idle");

    protected override string List => "condor_q -allusers -af:j JobStatus | awk '{ print $1 }'";

    protected override string Cancel => "condor_rm";

    protected override Dictionary<string, object?> Own => new() { ["disk"] = "100MB" };

    /// <summary>Its jobs run as a user of their own, whom the test's folders keep out.</summary>
    public override void Admit(string path)
    {
        Open(Path.GetDirectoryName(path)!);
        Open(path);
    }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Open(Shared.Path);
    }

    public override void Need() =>
        Skip.IfNot(IsThere, "HTCondor does not run here (deploy/testbed/htcondor.sh start).");

    private static void Open(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | All);
        }
    }
}
