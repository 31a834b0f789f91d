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
        var folder = Path.GetDirectoryName(path)!;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | All);
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | All);
    }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        File.SetUnixFileMode(Shared.Path, File.GetUnixFileMode(Shared.Path) | All);
    }

    public override void Need() =>
        Skip.IfNot(IsThere, "HTCondor does not run here (deploy/testbed/htcondor.sh start).");
}
