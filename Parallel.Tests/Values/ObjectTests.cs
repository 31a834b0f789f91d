using ParallelCompute.Tests.Values.Samples;
using Xunit;

namespace ParallelCompute.Tests.Values;

public sealed class ObjectTests
{
    [Fact]
    public void A_record_comes_back() =>
        Assert.Equal(new Reading(1, 2.5, "kg"), Codec.Trip(new Reading(1, 2.5, "kg")));

    [Fact]
    public void Private_inherited_readonly_and_init_only_fields_come_back()
    {
        var back = Codec.Trip(new Derived(7, "s") { Init = "i" });
        Assert.Equal((7, "s", "i"), (back.Hidden, back.Secret, back.Init));
        Assert.Null(back.OnDone);
    }

    [Fact]
    public void An_object_keeps_its_own_type_where_a_base_type_is_declared()
    {
        var animals = new List<Animal> { new("a"), new Dog("d", 4), new Dog("e", 3) };
        Assert.Equal(animals, Codec.Trip(animals));
        Assert.Equal(new Dog("d", 4), Codec.Trip<object>(new Dog("d", 4)));
        Assert.Equal(new Dog("d", 4), Codec.Trip<IEquatable<Animal>>(new Dog("d", 4)));
        Assert.Equal(new Point(1, 2), Codec.Trip<ValueType>(new Point(1, 2)));
        Assert.Equal(Color.Green, Codec.Trip<Enum>(Color.Green));
        Assert.Equal(new[] { 1 }, Codec.Trip<Array>(new[] { 1 }));
        Assert.Equal(typeof(object), Codec.Trip(new object()).GetType());
    }

    [Fact]
    public void An_object_of_exactly_the_declared_type_needs_no_name() =>
        Assert.Equal(1 + 4 + 8 + 3, Codec.Encode(new Reading(1, 2, "kg")).Length);

    [Fact]
    public void Anonymous_types_come_back()
    {
        var value = new { Name = "a", Parts = new[] { new { Id = 1, Tag = (object)"t" } } };
        var back = Codec.Trip(value);
        Assert.Equal(value.Name, back.Name);
        Assert.Equal(value.Parts, back.Parts);
        Assert.Equal(value.GetType(), Codec.Trip<object>(value).GetType());
    }

    [Fact]
    public void Nested_generic_types_come_back()
    {
        Assert.Equal(5, Codec.Trip(new Derived.Nested<long>(5)).Content);
        var deep = Codec.Trip<object>(new Derived.Nested<Derived.Nested<Dog?>>(new(new Dog("x", 1))));
        Assert.Equal(new Dog("x", 1), ((Derived.Nested<Derived.Nested<Dog?>>)deep).Content.Content);
    }

    [Fact]
    public unsafe void A_struct_with_a_fixed_buffer_comes_back_whole()
    {
        var value = new Fixed { Name = "n" };
        value.Bytes[4] = 9;
        var back = Codec.Trip(value);
        Assert.Equal((9, "n"), (back.Bytes[4], back.Name));
    }

    [Fact]
    public void Trees_come_back()
    {
        var tree = new Tree
        {
            Tag = new object[] { 1, "two", 3.0, new Point(4, 5), null! },
            Children = [null, new() { Tag = Color.Green, Labels = [new() { Label = "l", Rank = 3 }, default] }],
            Names = { ["rex"] = new Dog("rex", 4), ["none"] = null },
        };
        SameContent.Check(tree, Codec.Trip(tree));
    }

    [Fact]
    public void A_chain_of_a_million_objects_comes_back()
    {
        var node = Enumerable.Range(0, 1_000_000).Aggregate((Node?)null, (next, i) => new Node(i, next));
        var back = Codec.Trip(node);
        for (var i = 999_999; i >= 0; i--, back = back.Next)
        {
            Assert.Equal(i, back!.Value);
        }

        Assert.Null(back);
    }

    [Fact]
    public void Parts_of_immutable_values_that_are_too_deep_are_refused_and_no_crash()
    {
        var value = Enumerable.Range(0, 100_000).Aggregate((object)0, (inner, i) => Tuple.Create(inner));
        var error = Codec.Refusal(value);
        Assert.Contains("nested deeper than 1000", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Path!.Length, 10, 500);
    }

    [Fact]
    public void Little_stack_is_a_refusal_too()
    {
        var node = Enumerable.Range(0, 900).Aggregate((object)0, (inner, i) => Tuple.Create(inner));
        var bytes = Codec.Encode(node);
        var outcomes = new List<Exception?>();
        var thread = new Thread(
            () =>
            {
                outcomes.Add(Record.Exception(() => Codec.Encode(node)));
                outcomes.Add(Record.Exception(() => Codec.Decode<object>(bytes)));
            },
            160 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal(2, outcomes.Count);
        Assert.All(outcomes, e => Assert.True(e is null or ShippingException, $"{e}"));
    }
}
