using Google.Protobuf;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Runtime.Guarding;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Tests.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Hostile;

/// <summary>A process that holds the credentials speaks as a guard and lies.</summary>
[Collection(Processes.Name)]
public sealed class GuardLiarTests(UnixHostileCluster shared)
    : WorkGoesOn(shared.Cluster), IClassFixture<UnixHostileCluster>
{
    private static readonly Dictionary<string, Func<byte[]>> s_lies = new()
    {
        ["of a process that the worker is not"] = () => Say(_ => { }),
        ["of a worker that never was"] = () => Say(n => n.Worker = "w77"),
        ["of a worker without a name"] = () => Say(n => n.Worker = ""),
        ["of a state that is none"] = () => Say(n => n.State = 99),
        ["more output than is kept"] = () => Say(n => n.LogTail = new string('x', 9000)),
        ["a longer cause than is told"] = () => Say(n => n.Detail = new string('x', 5000)),
        ["more marks than there are slots"] = () => Say(n => n.Marks.Add(Enumerable.Repeat(new Mark(), 1025))),
        ["a frame of a gigabyte"] = () => Member.Prefix(1 << 30, 0),
        ["what is no message"] = () => [.. Member.Prefix(4, 0), 0xff, 0xff, 0xff, 0xff],
        ["nothing"] = () => [],
    };

    public static TheoryData<string> Lies => [.. s_lies.Keys];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_guard_that_lies_is_sent_away_and_nobody_notices(string lie)
    {
        var workers = Cluster.WorkerIds;
        await using var open = await Cluster.OpenAsync();
        var reader = new FrameReader(open);
        using var limit = new CancellationTokenSource(Gate.Limit);
        var self = new Hello { Worker = "w1", IsGuard = true };
        await Handshake.DialAsync(
            open, reader, Cluster.Ticket.Secret.ToByteArray(), self, Versions.Own, limit.Token);
        await Streams.WriteAsync(open, s_lies[lie]());
        // Where nothing is said, the time for that ends it.
        await Streams.ReadToEndAsync(open);
        Assert.Equal(workers, Cluster.WorkerIds);
    }

    [Fact]
    public void Commands_for_a_terminal_are_not_passed_on()
    {
        var read = GuardNotices.Read(GuardNotices.Of(
            new LaunchNotice("w1", LaunchState.Exited, "a\u001b[2J\nb", "c\r\n\u0007d")));
        Assert.Equal(("a\uFFFD[2J\uFFFDb", "c\uFFFD\n\uFFFDd"), (read.Detail, read.LogTail));
    }

    [Fact]
    public async Task What_is_no_line_of_a_guard_is_passed_on_and_other_workers_are_not_spoken_of()
    {
        List<string> others = [];
        List<LaunchNotice> notices = [];
        var log = new RecordedLog();
        var about = new GuardLine { Notice = GuardNotices.Of(new LaunchNotice("w9", LaunchState.Exited, "x")) };
        var own = new GuardLine { Notice = GuardNotices.Of(new LaunchNotice("w1", LaunchState.Running, "y")) };
        var said = new GuardLine { Line = new WorkerLine { Worker = "w1", Text = "one\ntwo\u001b" } };
        string[] lines =
        [
            "Welcome to this host", "parallel-guard !!", Line(about), Line(own), Line(said),
            $"parallel-guard {new string('A', 1_000_000)}",
        ];
        await new GuardReader(["w1"], log, notices.Add, others.Add)
            .ReadAsync(new StringReader(string.Join('\n', lines))).Soon();
        Assert.Equal("Welcome to this host", others[0]);
        Assert.Equal(3, others.Count);
        Assert.All(
            others.Skip(1), o => Assert.StartsWith("a line of the guard is damaged", o, StringComparison.Ordinal));
        Assert.Equal(["w1"], notices.Select(n => n.Worker));
        Assert.True(SpinWait.SpinUntil(() => log.Lines.Length == 2, Gate.Limit));
        Assert.Equal(["Information: w1: one", "Information: w1: two\uFFFD"], log.Lines);
    }

    private static string Line(GuardLine line) => $"parallel-guard {Convert.ToBase64String(line.ToByteArray())}";

    private static byte[] Say(Action<GuardNotice> change)
    {
        var notice = GuardNotices.Of(new LaunchNotice("w1", LaunchState.Exited, "a lie"), process: 1);
        change(notice);
        return Member.Frame(notice, []);
    }
}
