using System.Text;
using Google.Protobuf;
using ParallelCompute.Dispatch;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Hostile;

/// <summary>
/// A process that holds the credentials joins as a worker and lies: it is sent away and logged once, no memory goes,
/// and the run that others work on does not notice.
/// </summary>
public abstract class LiarTests(HostileCluster cluster) : WorkGoesOn(cluster)
{
    /// <summary>Far more than the few that the tests of a class make.</summary>
    private const int Leases = 1000;

    private static readonly Failure s_failure = new() { Message = "a lie" };

    /// <summary>What is said, by what it is: each list in one go.</summary>
    private static readonly Dictionary<string, Func<IEnumerable<byte[]>>> s_lies = new()
    {
        ["a message of no kind"] = () => [Member.Frame(new ToDispatcher(), [])],
        ["a message of an unknown kind"] = () => [[.. Member.Prefix(3, 0), 0x9a, 0x06, 0x00]],
        ["a second greeting"] = () => [Member.Frame(new Hello { Protocol = 2, Worker = "w1", Slots = 8 }, [])],
        ["garbage in place of a message"] = () => [[.. Member.Prefix(64, 0), .. Enumerable.Repeat((byte)0xff, 64)]],
        ["text"] = () => ["GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray()],
        ["a message of four gigabytes"] = () => [Member.Prefix(uint.MaxValue, 0)],
        ["a payload of four gigabytes"] = () => [Member.Prefix(2, uint.MaxValue), [0x32, 0]],
        ["both of four gigabytes"] = () => [Member.Prefix(uint.MaxValue, uint.MaxValue)],
        ["a message of as much as may be, of which little comes"] = () => [Member.Prefix(257 << 20, 0), new byte[100]],
        ["results of a run that never was"] = () => [Done(long.MaxValue, 1, 0, 1)],
        ["results of a run of number zero"] = () => [Done(0, 1, 0, 1)],
        ["results of a lease that never was"] = () => Each(run => Done(run, long.MaxValue, 0, 1)),
        ["results of a negative lease"] = () => Each(run => Done(run, -1, 0, 1)),
        ["results of leases of others"] = () => Each(run => Each(lease => Done(run, lease, 0, 1)).ToArray()),
        ["results of negative indices"] = () => Each(run => Each(lease => Done(run, lease, -1, 1)).ToArray()),
        ["results of more items than any run has"] =
            () => Each(run => Each(lease => Done(run, lease, long.MaxValue, int.MaxValue)).ToArray()),
        ["leases of others given back"] = () => Each(lease => Say(new ToDispatcher
        {
            GaveBack = new GaveBack { Lease = lease, Count = 1 },
        })),
        ["a lease given back that never was"] = () =>
            [Say(new ToDispatcher { GaveBack = new GaveBack { Lease = long.MinValue, Count = int.MinValue } })],
        ["items of others overdue"] = () => Each(lease => Say(new ToDispatcher
        {
            ItemOverdue = new ItemOverdue { Lease = lease },
        })),
        ["an item overdue of a lease that never was"] = () =>
            [Say(new ToDispatcher { ItemOverdue = new ItemOverdue { Lease = long.MaxValue, Index = long.MinValue } })],
        ["runs refused of which it was given nothing"] = () => Each(run => Say(new ToDispatcher
        {
            RunRefused = new RunRefused { Run = run, Failure = s_failure },
        })),
        ["a run refused that never was"] = () =>
            [Say(new ToDispatcher { RunRefused = new RunRefused { Run = long.MaxValue, Failure = s_failure } })],
        ["a run refused without a reason"] = () => [Say(new ToDispatcher { RunRefused = new RunRefused { Run = 1 } })],
        ["an environment built that never was"] = () =>
            [Say(new ToDispatcher { EnvironmentBuilt = new EnvironmentBuilt { Environment = 77 } })],
        ["an environment failed that never was"] = () =>
            [Say(new ToDispatcher
            {
                EnvironmentFailed = new EnvironmentFailed { Environment = 7, Failure = s_failure },
            })],
        ["a failure of eight megabytes"] = () => [Say(new ToDispatcher
        {
            EnvironmentFailed = new EnvironmentFailed
            {
                Environment = -1, Failure = new Failure { Message = new string('x', 8 << 20) },
            },
        })],
        ["files of a session that never was"] = () =>
            [Say(new ToDispatcher { NeedFiles = new NeedFiles { Session = 9, Files = { 0 } } })],
        ["files that are none"] = () =>
            [Say(new ToDispatcher { NeedFiles = new NeedFiles { Session = 1, Files = { -1, int.MaxValue } } })],
        ["more files than there are"] = () => [Say(new ToDispatcher
        {
            NeedFiles = new NeedFiles { Session = 1, Files = { Enumerable.Repeat(0, 1_000_000) } },
        })],
        ["a blob of a session that never was"] = () => [Need(1, 32, session: long.MaxValue)],
        ["a blob of no name"] = () => [Need(1, 0)],
        ["a blob of a name of a megabyte"] = () => [Need(1, 1 << 20)],
        ["a blob of less than nothing"] = () => [Need(1, 32, size: -1)],
        ["more blobs than a worker needs at a time"] = () =>
            Enumerable.Range(1, BlobBoard.MostNeeds + 1).Select(need => Need(need, 32)),
        ["parts that nothing is needed of"] = () => [Part(5, 0, 1)],
        ["parts beyond the end of a blob"] = () => [Need(1, 32, size: 10), Part(1, 0, 11)],
        ["parts of negative size"] = () => [Need(1, 32), Part(1, 0, int.MinValue)],
        ["parts out of order"] = () => [Need(1, 32), Part(1, long.MaxValue, 1)],
        ["the end of what was not needed"] = () => [Say(new ToDispatcher { EndNeed = new EndNeed { Need = -3 } })],
    };

    public static TheoryData<string> Lies => [.. s_lies.Keys];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_worker_that_says_this_is_sent_away(string lie)
    {
        await using var liar = await Cluster.JoinAsync();
        await liar.SendAsync(s_lies[lie]().SelectMany(b => b).ToArray());
        await liar.EndsAsync();
        Assert.StartsWith($"Warning: Worker {liar.Id} is lost: ", TheLine(liar.Id), StringComparison.Ordinal);
        Assert.DoesNotContain(Log, l => l.StartsWith("Critical", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_worker_that_breaks_off_within_a_message_is_lost_and_no_more()
    {
        var liar = await Cluster.JoinAsync();
        await liar.SendAsync(Done(1, 1, 0, 1).AsMemory(0, 11));
        await liar.DisposeAsync();
        Assert.StartsWith($"Warning: Worker {liar.Id} is lost: ", TheLine(liar.Id), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 3, 0)]
    [InlineData(0, 3, 0)]
    [InlineData(0, 2, 2)]
    [InlineData(0, 2, -1)]
    public async Task A_worker_that_reports_items_which_it_was_not_given_has_its_own_run_elsewhere(
        int skip, int count, int failing)
    {
        var offers = new Dictionary<string, double> { ["lies"] = 1 };
        await using var liar = await Cluster.JoinAsync(offers);
        var work = Cluster.Client.ParallelMapAsync(
            x => x + 1, [10, 20], new MapOptions { BatchSize = 2, Resources = offers });
        var batch = (await liar.HearAsync(m => m.RunBatch is not null)).RunBatch;
        var done = new RangeDone
        {
            Run = batch.Run, Lease = batch.Lease, First = batch.First + skip, Count = count,
            Failures = { new ItemFailure { Index = batch.First + failing, Failure = s_failure } },
        };
        await liar.SayAsync(new ToDispatcher { RangeDone = done }, new byte[count * sizeof(int)]);
        await liar.EndsAsync();
        Assert.Contains("reported", TheLine(liar.Id), StringComparison.Ordinal);
        await using var next = await Cluster.JoinAsync(offers);
        // Each half by itself: a worker was lost that had begun them.
        for (var left = 2; left > 0;)
        {
            var again = (await next.HearAsync(m => m.RunBatch is not null)).RunBatch;
            left -= again.Count;
            await next.SayAsync(
                new ToDispatcher
                {
                    RangeDone = new RangeDone
                    {
                        Run = again.Run, Lease = again.Lease, First = again.First, Count = again.Count,
                    },
                },
                [.. Enumerable.Range((int)again.First, again.Count).SelectMany(i => BitConverter.GetBytes(100 + i))]);
        }

        await work.GivesAsync(100, 101);
    }

    [Fact]
    public async Task A_failure_that_says_nothing_is_no_outcome()
    {
        var offers = new Dictionary<string, double> { ["nothing"] = 1 };
        await using var liar = await Cluster.JoinAsync(offers);
        var work = Cluster.Client.ParallelMapAsync(x => x, [7], new MapOptions { Resources = offers });
        var batch = (await liar.HearAsync(m => m.RunBatch is not null)).RunBatch;
        var done = new RangeDone { Run = batch.Run, Lease = batch.Lease, Count = 1 };
        done.Failures.Add(new ItemFailure());
        await liar.SayAsync(new ToDispatcher { RangeDone = done });
        await liar.EndsAsync();
        Assert.Contains("reported", TheLine(liar.Id), StringComparison.Ordinal);
        await using var next = await Cluster.JoinAsync(offers);
        batch = (await next.HearAsync(m => m.RunBatch is not null)).RunBatch;
        done = new RangeDone { Run = batch.Run, Lease = batch.Lease, Count = 1 };
        await next.SayAsync(new ToDispatcher { RangeDone = done }, 7, 0, 0, 0);
        await work.GivesAsync(7);
    }

    private static byte[] Say(ToDispatcher message) => Member.Frame(message, []);

    private static byte[] Done(long run, long lease, long first, int count) => Member.Frame(
        new ToDispatcher { RangeDone = new RangeDone { Run = run, Lease = lease, First = first, Count = count } },
        Encoding.ASCII.GetBytes("results"));

    private static byte[] Need(long need, int name, long size = 100, long session = 1) => Say(new ToDispatcher
    {
        NeedBlob = new NeedBlob
        {
            Need = need, Session = session,
            Blob = new Blob { Sha256 = ByteString.CopyFrom([.. Enumerable.Repeat((byte)need, name)]), Size = size },
        },
    });

    private static byte[] Part(long need, long offset, int size) =>
        Say(new ToDispatcher { NeedPart = new NeedPart { Need = need, Offset = offset, Size = size } });

    /// <summary>Of the numbers that runs and leases of these tests have, the ones in use among them.</summary>
    private static IEnumerable<byte[]> Each(Func<long, byte[]> say) =>
        Enumerable.Range(1, Leases).Select(number => say(number));

    private static IEnumerable<byte[]> Each(Func<long, byte[][]> say) =>
        Enumerable.Range(1, 100).SelectMany(number => say(number));
}
