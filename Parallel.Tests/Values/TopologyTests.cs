using System.Collections.Frozen;
using System.Collections.Immutable;
using ParallelCompute.Tests.Values.Graphs;
using ParallelCompute.Tests.Values.Samples;
using ParallelCompute.Values;
using Xunit;

namespace ParallelCompute.Tests.Values;

public sealed class TopologyTests
{
    [Fact]
    public void Two_references_to_one_object_arrive_as_two_references_to_one_object()
    {
        var shared = new Reading(1, 2, "kg");
        var back = Codec.Trip<object?[]>([shared, shared, new Reading(1, 2, "kg"), new List<object> { shared }]);
        Assert.Same(back[0], back[1]);
        Assert.NotSame(back[0], back[2]);
        Assert.Same(back[0], ((List<object>)back[3]!)[0]);
    }

    [Fact]
    public void Collections_may_hold_themselves()
    {
        var list = new List<object>();
        list.Add(list);
        var backList = Codec.Trip(list);
        Assert.Same(backList, backList[0]);

        var array = new object[2];
        array[1] = array;
        var backArray = Codec.Trip(array);
        Assert.Same(backArray, backArray[1]);

        var map = new Dictionary<string, object>();
        map["self"] = map;
        var backMap = Codec.Trip(map);
        Assert.Same(backMap, backMap["self"]);
    }

    [Fact]
    public void Rings_and_parents_come_back()
    {
        var root = new Ring { Name = "root" };
        root.Children = [new() { Name = "a", Parent = root }, new() { Name = "b", Parent = root }];
        root.Children[0].Parent!.Children![1].Other = root.Children[0];
        var back = Codec.Trip(root);
        Assert.Same(back, back.Children![0].Parent);
        Assert.Same(back.Children[0], back.Children[1].Other);
    }

    [Fact]
    public void A_key_that_leads_to_its_own_collection_is_found_again()
    {
        var key = new Ring { Name = "key" };
        key.Ranks = new Dictionary<Ring, int> { [key] = 1, [new Ring { Name = "other", Parent = key }] = 2 };
        key.Set = [key, new Ring { Name = "third", Parent = key }];
        var back = Codec.Trip(key);
        Assert.Equal(1, back.Ranks![back]);
        Assert.Equal(2, back.Ranks[new Ring { Name = "other", Parent = back }]);
        Assert.Contains(back, back.Set!);
        Assert.Contains(new Ring { Name = "third" }, back.Set!);
        Assert.Equal(["key", "other"], back.Ranks.Keys.Select(k => k.Name));
    }

    [Fact]
    public void Keys_deep_inside_a_chain_are_found_again()
    {
        var innermost = new Ring { Name = "0" };
        var ring = innermost;
        for (var i = 1; i < 1000; i++)
        {
            ring = new Ring { Name = $"{i}", Parent = ring };
            ring.Ranks = new() { [ring] = i, [innermost] = -i };
        }

        var back = Codec.Trip(ring);
        for (var i = 999; i > 0; i--, back = back.Parent!)
        {
            Assert.Equal(i, back.Ranks![back]);
            Assert.Equal(-i, back.Ranks[new Ring { Name = "0" }]);
        }
    }

    [Fact]
    public void Children_in_an_immutable_set_may_know_their_parent()
    {
        var parent = new Person(1, "parent") { Age = null };
        var child = new Person(2, "child") { Age = 3, Note = parent };
        parent.Note = ImmutableHashSet.Create(child);
        var back = Codec.Trip(parent);
        var backChild = Assert.Single((ImmutableHashSet<Person>)back.Note!);
        Assert.Same(back, backChild.Note);
        Assert.Contains(backChild, (ImmutableHashSet<Person>)back.Note!);
    }

    [Fact]
    public void Keys_that_were_read_before_a_long_chain_are_whole_in_it()
    {
        var key = new Reading(1, 2, "kg");
        var chain = Enumerable.Range(0, 300).Aggregate(
            (object)key, (inner, _) => new object[] { key, inner, new[] { key }.ToFrozenSet() });
        for (var level = (object[])Codec.Trip<object[]>([key, chain])[1]; level[1] is object[] inner; level = inner)
        {
            Assert.Same(level[0], Assert.Single((FrozenSet<Reading>)level[2]));
        }
    }

    [Fact]
    public void A_tuple_inside_its_own_parts_is_one_tuple()
    {
        var list = new List<object>();
        var tuple = Tuple.Create(list, "t");
        list.Add(tuple);
        list.Add(tuple);
        var back = Codec.Trip(tuple);
        Assert.Same(back, back.Item1[0]);
        Assert.Same(back, back.Item1[1]);
    }

    [Fact]
    public void Values_after_one_another_do_not_share_objects()
    {
        var shared = new Reading(1, 2, "kg");
        var codec = ValueCodecs.For<Reading>();
        var w = new ValueWriter();
        codec.Write(w, shared);
        var first = w.Position;
        codec.Write(w, shared);
        Assert.Equal(first + 2, w.Position);
        w.NextValue();
        codec.Write(w, shared);
        Assert.Equal((2 * first) + 2, w.Position);
    }

    [Fact]
    public void Own_and_well_known_comparers_come_back()
    {
        Assert.Contains("cd", Codec.Trip(new HashSet<string>(new ByLength(1)) { "ab" }));
        Assert.Equal(1, ((ByLength)Codec.Trip(new HashSet<string>(new ByLength(1))).Comparer).Extra);
        var turkish = StringComparer.Create(new("tr-TR"), ignoreCase: true);
        Assert.Contains("İ", Codec.Trip(new HashSet<string>(turkish) { "i" }));
        Assert.Contains("A", Codec.Trip(new HashSet<string>(StringComparer.InvariantCultureIgnoreCase) { "a" }));
        var one = new Reading(1, 2, "kg");
        var set = Codec.Trip(new HashSet<object>(ReferenceEqualityComparer.Instance) { one, one with { } });
        Assert.Equal(2, set.Count);
    }
}
