using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace ParallelCompute.Tests.Dispatch;

/// <summary>Who gets how much of the workers' time.</summary>
public sealed class FairnessTests
{
    private const int Endless = 2_000_000_000;

    [Fact]
    public void Clients_share_the_workers_time_and_so_do_the_runs_of_each_whatever_their_items_take() =>
        Check(1_000, pick =>
        {
            var cluster = new TimedCluster(pick.Between(1, 8));
            var (sessions, longest) = (pick.Between(1, 3), 5e6);
            Dictionary<long, List<long>> runs = [];
            for (var session = 1L; session <= sessions; session++)
            {
                cluster.OpenSession(session);
                runs.Add(session, []);
                for (var left = pick.Between(1, 3); left > 0; left--)
                {
                    runs[session].Add(Open(cluster, session, pick, ref longest));
                }
            }

            for (var left = 2_000; left > 0; left--)
            {
                Assert.True(cluster.Step());
            }

            // Nobody is behind by more than what the others may hold at once.
            var slack = 8 * 4 * longest;
            var parts = runs.Select(s => s.Value.Sum(r => cluster.Used[r])).ToList();
            Assert.True(parts.Max() - parts.Min() <= slack, $"clients got {string.Join(", ", parts)} ns");
            foreach (var used in runs.Values.Select(s => s.ConvertAll(r => cluster.Used[r])))
            {
                Assert.True(used.Max() - used.Min() <= slack, $"runs of a client got {string.Join(", ", used)} ns");
            }
        });

    [Fact]
    public void A_run_that_was_just_opened_waits_for_no_more_than_what_is_leased_already() =>
        Check(1_000, pick =>
        {
            var workers = pick.Between(1, 8);
            var cluster = new TimedCluster(workers);
            for (var session = 1L; session <= 2; session++)
            {
                cluster.OpenSession(session);
                for (var left = pick.Between(1, 3); left > 0; left--)
                {
                    cluster.Open(session, Endless, pick.Of([1_000_000, 30_000_000]), pick.Of([1, 10]));
                }
            }

            for (var left = pick.Next(500); left > 0; left--)
            {
                cluster.Step();
            }

            cluster.OpenSession(3);
            var late = cluster.Open(3, pick.Between(1, 10), pick.Between(1, 5_000_000), pick.OneIn(2) ? 1 : null);
            // What workers hold of runs that nothing is known of yet was counted for more time than it takes.
            for (var left = 16 * workers; left > 0; left--)
            {
                cluster.Step();
            }

            Assert.Contains(late, cluster.Leased);
        });

    [Fact]
    public void Runs_of_a_higher_priority_get_every_slot_that_becomes_free()
    {
        var cluster = new TimedCluster(4);
        cluster.OpenSession(1);
        cluster.OpenSession(2);
        cluster.Open(1, Endless, 1_000_000, 1);
        for (var left = 100; left > 0; left--)
        {
            cluster.Step();
        }

        var before = cluster.Leased.Count;
        var (urgent, other) = (cluster.Open(2, 300, 100_000, 1, priority: 7), cluster.Open(1, 300, 100_000, 1, 7));
        for (var left = 650; left > 0; left--)
        {
            cluster.Step();
        }

        var leased = cluster.Leased.Skip(before).SkipWhile(r => r == 1).ToList();
        var firsts = leased.Take(600).ToList();
        Assert.DoesNotContain(1L, firsts);
        Assert.Equal((300, 300), (firsts.Count(r => r == urgent), firsts.Count(r => r == other)));
        Assert.InRange(firsts.Take(300).Count(r => r == urgent), 140, 160);
        Assert.Contains(1L, leased);
    }

    private static long Open(TimedCluster cluster, long session, Pick pick, ref double longest)
    {
        var cost = pick.Of([100, 20_000, 1_000_000, 30_000_000]) * (long)pick.Between(1, 3);
        int? size = pick.OneIn(2) ? pick.Of([1, 10, 100]) : null;
        longest = Math.Max(longest, (size ?? 1) * (double)cost);
        return cluster.Open(session, Endless, cost, size);
    }

    private static void Check(int count, Action<Pick> play) => Prop.ForAll(
        Arb.From(Gen.Choose(0, int.MaxValue)), seed => play(new Pick(seed))).Check(
            Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(
                FSharpOption<Replay>.Some(new Replay(new Rnd(1, 1), FSharpOption<int>.None))));
}
