using ParallelCompute.Dispatch;

namespace ParallelCompute.Tests.Dispatch;

public sealed class IndexSetTests
{
    private const int Universe = 60;

    [Fact]
    public void It_holds_what_a_set_of_single_indices_would_hold()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var pick = new Pick(seed);
            var (set, model) = (new IndexSet(), new HashSet<long>());
            for (var i = 0; i < 25; i++)
            {
                var (first, end) = (pick.Next(Universe), pick.Next(Universe));
                var range = Enumerable.Range(0, Universe).Select(n => (long)n).Where(
                    n => n >= first && n < end).ToList();
                if (pick.OneIn(2))
                {
                    set.Add(first, end);
                    model.UnionWith(range);
                }
                else
                {
                    set.Remove(first, end);
                    model.ExceptWith(range);
                }

                Check(set, model, pick.Next(Universe), pick.Next(Universe), $"seed {seed}, step {i}");
            }
        }
    }

    [Fact]
    public void Adjacent_ranges_become_one()
    {
        var set = new IndexSet();
        set.Add(0, 2);
        set.Add(4, 6);
        set.Add(2, 4);
        Assert.Equal([(0L, 6L)], set.Within(0, 10));
    }

    private static void Check(IndexSet set, HashSet<long> model, long first, long end, string where)
    {
        Assert.True(set.IsEmpty == (model.Count == 0) && set.Count == model.Count, where);
        var (within, outside) = (set.Within(first, end), set.Outside(first, end));
        Assert.True(IsTidy(within) && IsTidy(outside), where);
        for (var index = first; index < end; index++)
        {
            Assert.True(within.Any(r => r.First <= index && index < r.End) == model.Contains(index), where);
            Assert.True(outside.Any(r => r.First <= index && index < r.End) != model.Contains(index), where);
        }
    }

    /// <summary>In order, not empty, and with a gap between any two.</summary>
    private static bool IsTidy(List<(long First, long End)> ranges) =>
        ranges.All(r => r.First < r.End) && ranges.Zip(ranges.Skip(1)).All(p => p.First.End < p.Second.First);
}
