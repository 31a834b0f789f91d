using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace ParallelCompute.Tests.Dispatch;

public sealed class ScheduleTests
{
    private const int Longest = 120;

    [Fact]
    public void Every_item_has_one_outcome_and_every_run_ends_under_any_schedule() =>
        Check(2_000, (schedule, trace) => Simulation.Play(schedule, trace: trace));

    [Fact]
    public void Items_that_run_twice_have_one_outcome_and_two_workers_at_most_under_any_schedule()
    {
        var before = Simulation.SeenTwice;
        Check(2_000, (schedule, trace) => Simulation.Play(schedule, slow: true, trace: trace));
        var seen = Simulation.SeenTwice - before;
        Assert.True(seen > 250 * LongTests.Times, $"only {seen} items ran twice");
    }

    [Fact]
    public void Only_the_poisonous_item_is_given_up_where_workers_die_of_nothing_else() =>
        Check(500, (schedule, trace) => Simulation.Play(schedule, gentle: true, trace: trace));

    [Fact]
    public void Every_need_of_a_blob_is_answered_and_no_part_goes_to_a_node_twice_under_any_schedule() =>
        Check(2_000, BlobSimulation.Play);

    /// <param name="count">How many schedules where long tests are not longer than usual.</param>
    /// <param name="play">Plays one.</param>
    private static void Check(int count, Action<int[], Action<string>?> play)
    {
        var seed = ulong.Parse(Environment.GetEnvironmentVariable(Seeds.Variable) ?? "1", CultureInfo.InvariantCulture);
        var schedules = Arb.From(
            Gen.Choose(1, Longest).SelectMany(n => Gen.Choose(0, int.MaxValue).ArrayOf(n)), Shorter);
        Prop.ForAll(schedules, schedule => Play(schedule, play)).Check(Config.QuickThrowOnFailure
            .WithMaxTest(count * LongTests.Times)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed, 1), FSharpOption<int>.None))));
    }

    /// <summary>Plays a schedule; one that fails is played again to tell what happened.</summary>
    private static void Play(int[] schedule, Action<int[], Action<string>?> play)
    {
        try
        {
            play(schedule, null);
        }
        catch (Exception e)
        {
            List<string> story = [];
            try
            {
                play(schedule, story.Add);
            }
            catch (Exception)
            {
                // The same failure again; the story up to it is what was wanted.
            }

            throw new InvalidOperationException($"{e.Message}\n{string.Join('\n', story)}", e);
        }
    }

    /// <summary>The schedule without some piece of it, large pieces first; its first number sets the scene.</summary>
    private static IEnumerable<int[]> Shorter(int[] schedule)
    {
        for (var length = schedule.Length - 1; length > 0; length /= 2)
        {
            for (var start = 1; start + length <= schedule.Length; start += length)
            {
                yield return [.. schedule[..start], .. schedule[(start + length)..]];
            }
        }
    }
}
