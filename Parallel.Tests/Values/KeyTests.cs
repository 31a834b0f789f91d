using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using ParallelCompute.Tests.Values.Samples;
using ParallelCompute.Values;
using Xunit;

namespace ParallelCompute.Tests.Values;

/// <summary>Keys whose hash code, equality or order would end the process, were it asked for.</summary>
public sealed class KeyTests
{
    private const string Reason = "compares by content";

    private static readonly Dictionary<string, Func<object, object>> Ways = new()
    {
        ["itself"] = next => next,
        ["another record"] = next => new Link(2) { Next = next },
        ["a tuple"] = next => Tuple.Create(next, 1),
        ["a long tuple"] = next => Tuple.Create(1, 2, 3, 4, 5, 6, 7, next),
        ["a value tuple"] = next => (1, next),
        ["a long value tuple"] = next => (1, 2, 3, 4, 5, 6, 7, 8, next),
        ["a pair"] = next => KeyValuePair.Create(next, 1),
        ["a struct"] = next => new Slot { Number = 1, Content = next },
        ["a struct that may be null"] = next => new Maybe(new Slot { Number = 1, Content = next }),
        ["an anonymous object"] = next => new { Id = 1, Next = next },
        ["a derived record"] = next => new Heir(3) { Next = next },
    };

    public static TheoryData<string> Rings => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(Rings))]
    public void A_key_that_leads_back_to_itself_is_refused(string through)
    {
        object key = Ring(Ways[through]);
        Refused<HashSet<object>>(Forged(key));
        Refused<OrderedDictionary<object, byte>>(Forged<(object, byte)>((key, 1)));
        Refused<HashSet<(int, object)>>(Forged((1, key)));
        Refused<Hashtable>(Forged<(object, object?)>((key, null)));

        var written = new HashSet<object>(new NoMatterWhat()) { key };
        Assert.Contains(Reason, Codec.Refusal(written).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_had_to_wait_is_looked_at_when_it_is_whole()
    {
        // The set belongs to a link of the ring: it waits until that is whole.
        var key = new Link(1);
        var set = new HashSet<object>(ReferenceEqualityComparer.Instance) { key };
        key.Next = Tuple.Create(set, key);
        var back = Codec.Trip(key);
        Assert.Same(back, ((Tuple<HashSet<object>, Link>)back.Next!).Item1.Single());
        Refused<Link>(WithDefaultComparer(Codec.Encode(key)));
    }

    [Fact]
    public void Keys_of_immutable_collections_are_looked_at_too()
    {
        var key = Ring(next => new Link(2) { Next = next });
        Refused<object[]>(Forged(key, i => i.ToImmutableHashSet(ReferenceEqualityComparer.Instance)));
        Refused<object[]>(Forged(key, i => i.ToFrozenSet(ReferenceEqualityComparer.Instance)));
        Refused<object[]>(Forged(
            key, i => i.ToImmutableDictionary(k => k, _ => 1, ReferenceEqualityComparer.Instance)));
    }

    [Fact]
    public void A_chain_of_records_may_be_a_thousand_long_as_a_key()
    {
        var chain = Chain(100_000);
        var keys = new HashSet<object> { chain[900] };
        Assert.Equal(2, Codec.Trip<object[]>([chain[..1000], keys]).Length);
        foreach (var length in new[] { 1100, 100_000 })
        {
            keys = new HashSet<object>(ReferenceEqualityComparer.Instance) { chain[length - 1] };
            Assert.Equal(2, Codec.Trip<object[]>([chain, keys]).Length);
            Refused<object[]>(WithDefaultComparer(Codec.Encode<object[]>([chain, keys])));
            keys = new HashSet<object>(new NoMatterWhat()) { chain[length - 1] };
            Assert.Contains("nested deeper than 1000", Codec.Refusal<object[]>([chain, keys]).Reason,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_longest_chain_fits_on_a_small_stack()
    {
        var chain = Chain(1000);
        var tuples = Tuples(1000);
        OnSmallStacks<object[]>(Codec.Encode<object[]>([chain, new HashSet<object> { chain[^1] }]));
        OnSmallStacks<object[]>(Codec.Encode<object[]>([tuples, new HashSet<object> { tuples[^1] }]));
        OnSmallStacks<SortedSet<Tuple<object?>>>(Forged(tuples));
    }

    [Fact]
    public void A_long_chain_of_tuples_cannot_be_put_in_order()
    {
        var tuples = Tuples(5000);
        Refused<SortedSet<Tuple<object?>>>(Forged(tuples));
        Refused<PriorityQueue<byte, Tuple<object?>>>(Forged(tuples.Select(t => (t, (byte)1)).ToArray()));
        Assert.Equal(900, Codec.Decode<SortedSet<Tuple<object?>>>(Forged(tuples[..900])).Count);
    }

    [Fact]
    public void A_key_whose_hash_code_would_take_for_ever_is_refused()
    {
        // Each leads to the next one twice: few bytes, and 2 to the power of 60 questions.
        var all = new object[60];
        all[0] = new Link(0);
        for (var i = 1; i < all.Length; i++)
        {
            all[i] = Tuple.Create(all[i - 1], all[i - 1]);
        }

        Refused<HashSet<object>>(Forged(all));
        Assert.Equal(15, Codec.Decode<HashSet<object>>(Forged(all[..15])).Count);
    }

    [Fact]
    public void A_long_sorted_list_comes_in_order()
    {
        int[] keys = [.. Enumerable.Range(0, 50_000)];
        var list = new SortedList<int, string?>(keys.ToDictionary(k => k, _ => (string?)null));
        Assert.Equal(keys, Codec.Trip(list).Keys);
        var entries = keys.Reverse().Select(k => (k, (string?)null)).ToArray();
        Refused<SortedList<int, string?>>(Forged(entries), "out of order");
        Assert.Equal(5000, Codec.Decode<SortedList<int, string?>>(Forged(entries[..5000])).Count);
    }

    [Fact]
    public void Values_are_never_compared()
    {
        var value = Ring(next => next);
        (string, Link)[] twice = [("a", value), ("a", Ring(next => next))];
        AssertTwice<ImmutableDictionary<string, Link>>(twice);
        AssertTwice<ImmutableSortedDictionary<string, Link>>(twice);
        AssertTwice<FrozenDictionary<string, Link>>(twice);
        AssertTwice<Dictionary<string, Link>>(twice, made: false);
        AssertTwice<SortedList<string, Link>>(twice, made: false);
    }

    [Fact]
    public void Methods_of_ones_own_and_references_end_the_way()
    {
        var named = new Named("n");
        named.Other = new Link(1) { Next = named };
        Assert.Equal(1, Codec.Trip(new Dictionary<object, int> { [named.Other] = 1, [named] = 2 })[new Named("n")]
            - 1);

        var ranked = new Ranked(1);
        ranked.Other = ranked;
        var sorted = Codec.Trip(new SortedSet<Ranked> { ranked, new(2) { Other = ranked } });
        Assert.Same(sorted.Min, sorted.Max!.Other);

        var link = new Link(1);
        link.Next = new List<object> { link };
        var (back, _) = Assert.Single(Codec.Trip(new Dictionary<Link, int> { [link] = 1 }));
        Assert.Same(back, ((List<object>)back.Next!)[0]);

        var self = Ring(next => next);
        var byReference = Codec.Trip(new HashSet<object>(ReferenceEqualityComparer.Instance) { self });
        Assert.Same(byReference.Single(), ((Link)byReference.Single()).Next);
    }

    [Fact]
    public void Data_of_an_exception_takes_no_key_that_leads_back_to_itself()
    {
        // A list of entries, where keys are compared only once there are two.
        var error = new InvalidOperationException("twice") { Data = { [new Link(1)] = 1, [new Link(2)] = 2 } };
        Assert.Equal(2, Codec.Trip(error).Data[new Link(2)]);
        var first = error.Data.Keys.Cast<Link>().First();
        first.Next = first;
        Refused<InvalidOperationException>(Codec.Encode(error));
    }

    [Fact]
    public void An_exception_is_never_inside_of_itself()
    {
        var inner = new InvalidOperationException("inner");
        var bytes = Codec.Encode(new AggregateException("outer", inner));
        var second = bytes.AsSpan().LastIndexOf((byte)3);
        Assert.Equal(1, bytes[second + 1]);
        bytes[second + 1] = 0;
        Assert.Contains("inside of itself", Refused<AggregateException>(bytes, "inside").Reason,
            StringComparison.Ordinal);
    }

    private static void OnSmallStacks<T>(byte[] bytes)
    {
        foreach (var size in new[] { 256, 384, 512, 1024 })
        {
            Exception? error = null;
            var thread = new Thread(() => error = Record.Exception(() => Codec.Decode<T>(bytes)), size << 10);
            thread.Start();
            Assert.True(thread.Join(TimeSpan.FromMinutes(1)));
            Assert.True(error is null or ShippingException, $"{error}");
        }
    }

    private static Link Ring(Func<object, object> through)
    {
        var key = new Link(1);
        key.Next = through(key);
        return key;
    }

    private static object[] Chain(int length)
    {
        var chain = new object[length];
        chain[0] = new Link(0);
        for (var i = 1; i < length; i++)
        {
            chain[i] = new Link(i) { Next = chain[i - 1] };
        }

        return chain;
    }

    private static Tuple<object?>[] Tuples(int length)
    {
        var tuples = new Tuple<object?>[length];
        tuples[0] = new(null);
        for (var i = 1; i < length; i++)
        {
            tuples[i] = new(tuples[i - 1]);
        }

        return tuples;
    }

    /// <summary>The bytes of a collection with these keys and the default comparer.</summary>
    private static byte[] Forged<T>(params T[] entries) => [1, 0, .. Codec.Encode(entries).AsSpan(1)];

    private static byte[] Forged(object key, Func<object[], object> collect) =>
        WithDefaultComparer(Codec.Encode<object[]>([key, collect([key])]));

    /// <summary>Exchanges the comparer by reference, which stands before the number of keys.</summary>
    private static byte[] WithDefaultComparer(byte[] bytes)
    {
        var at = bytes.AsSpan().LastIndexOf<byte>([4, 1, 3]);
        at = at >= 0 ? at : bytes.AsSpan().LastIndexOf<byte>([4, 0, 1, 3]);
        at = at >= 0 ? at : bytes.AsSpan().LastIndexOf<byte>([4, 1, 0, 1, 3]);
        Assert.True(at > 0);
        bytes[at] = 0;
        return bytes;
    }

    private static void AssertTwice<T>((string, Link)[] entries, bool made = true)
    {
        byte[] content = [.. Codec.Encode(entries).AsSpan(1)];
        if (made)
        {
            // What is made from its parts has no number before these, as the array had.
            content[content.AsSpan().IndexOf<byte>([3, 1]) + 1] = 0;
            content[content.AsSpan().IndexOf<byte>([3, 2]) + 1] = 1;
        }

        byte[] head = made ? [1, 0, 0] : [1, 0];
        Refused<T>([.. head, .. content, 0], "same key");
    }

    private static ShippingException Refused<T>(byte[] bytes, string reason = Reason)
    {
        var error = Assert.Throws<ShippingException>(
            () => ValueCodecs.For<T>().Read(new ValueReader(bytes, KnownTypes.Instance)));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        return error;
    }

    private sealed record Maybe(Slot? Slot);

    private record Parent(int Id)
    {
        public object? Next { get; set; }
    }

    private sealed record Heir(int Id) : Parent(Id);

    private sealed class NoMatterWhat : EqualityComparer<object>
    {
        public override bool Equals(object? x, object? y) => ReferenceEquals(x, y);

        public override int GetHashCode(object obj) => 0;
    }
}
