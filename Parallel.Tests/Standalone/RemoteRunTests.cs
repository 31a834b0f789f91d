using FsCheck;
using FsCheck.Fluent;
using ParallelCompute.Engines;
using ParallelCompute.Runtime.Standalone;
using ParallelCompute.Tests.Dispatch;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Standalone;

/// <summary>What a client remembers of a run is what a dispatcher that knows nothing must be told.</summary>
public sealed class RemoteRunTests
{
    private const int Most = 200;

    [Fact]
    public void Each_outcome_counts_once_and_all_without_one_are_told_again_whatever_came_before()
    {
        var steps = Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf().Where(numbers => numbers.Length > 0));
        Prop.ForAll(steps, Play).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static void Play(int[] numbers)
    {
        var variable = numbers[0] % 2 == 0;
        var whole = numbers[0] % 3 == 0;
        var settled = new bool[Most];
        var fed = whole ? Most : 0;
        var run = new RemoteRun(
            new RunRequest(
                new RunDefinition { Run = 5 }, null, null, null,
                whole ? ModelItems.Block(0, Most, variable) : null),
            new SilentRun());
        foreach (var number in numbers)
        {
            var pick = new Random(number);
            if (!whole && fed < Most && pick.Next(2) == 0)
            {
                var count = pick.Next(1, Math.Min(20, Most - fed + 1));
                run.Feed(ModelItems.Block(fed, count, variable));
                fed += count;
            }
            else if (fed > 0)
            {
                var first = pick.Next(fed);
                var end = Math.Min(fed, first + pick.Next(1, 30));
                var news = run.Settle(first, end).SelectMany(p => Range(p.First, p.End)).ToList();
                Assert.Equal(Range(first, end).Where(i => !settled[i]), news);
                news.ForEach(i => settled[i] = true);
            }
        }

        Check(run, settled, fed, variable);
    }

    private static void Check(RemoteRun run, bool[] settled, int fed, bool variable)
    {
        var cursor = Array.IndexOf(settled, false) is var at and >= 0 ? at : Most;
        long? next = null;
        run.Repeat((message, payload) =>
        {
            if (message.OpenRun is { } open)
            {
                Assert.Equal(cursor, open.First);
                next = cursor;
            }

            if ((message.OpenRun?.Input ?? message.FeedItems?.Items) is { } items)
            {
                Assert.Equal(next, items.First);
                Assert.Equal(
                    ModelItems.Bytes(items.First, items.Count, variable), WireItems.Block(items, payload).Bytes);
                next += items.Count;
            }
        });
        Assert.Equal(Math.Max(cursor, fed), next);
    }

    private static IEnumerable<int> Range(long first, long end) =>
        Enumerable.Range((int)first, (int)Math.Max(0, end - first));
}
