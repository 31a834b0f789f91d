using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using ParallelCompute.Tests.Values.Graphs;
using ParallelCompute.Tests.Values.Samples;

namespace ParallelCompute.Tests.Values;

[Collection(Processes.Name)]
public sealed class GraphTests
{
    private const int Batches = 40;
    private const int BatchSize = 500;

    [Fact]
    public async Task Any_graph_comes_to_another_process_and_back_as_it_was()
    {
        var seed = ulong.Parse(Environment.GetEnvironmentVariable(Seeds.Variable) ?? "1", CultureInfo.InvariantCulture);
        await using var client = await ParallelCluster.GetClientAsync(
            new ParallelConfig { Env = "local", NWorkers = 1 });
        var batches = Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf(BatchSize), Halves);
        Prop.ForAll(batches, seeds => Trip(client, seeds)).Check(Config.QuickThrowOnFailure.WithMaxTest(Batches)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed, 1), FSharpOption<int>.None))));
    }

    [Fact]
    public void Any_graph_comes_back_within_one_process()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var graph = new GraphMaker(seed).Graph();
            SameGraph.Check(graph, Codec.Trip(graph), $"seed {seed}");
        }
    }

    [Fact]
    public void The_comparison_sees_other_content_other_order_and_other_sharing()
    {
        Differ(new List<object> { 1, "a" }, new List<object> { 1, "b" });
        Differ(new Stack<int>([1, 2]), new Stack<int>([2, 1]));
        Differ(new HashSet<string>(["a"]), new HashSet<string>(["a"], StringComparer.OrdinalIgnoreCase));
        Differ(new Derived(1, "s") { Init = "i" }, new Derived(1, "t") { Init = "i" });
        object[] parts = [new object(), new object()];
        Differ(new[] { parts[0], parts[0] }, parts);
        Differ(parts, new[] { parts[0], parts[0] });
        for (var seed = 0; seed < 100; seed++)
        {
            Differ(new GraphMaker(seed).Graph()!, new GraphMaker(seed + 1).Graph()!);
        }
    }

    private static void Differ(object one, object other) =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => SameGraph.Check(one, other));

    private static void Trip(ParallelClient client, int[] seeds)
    {
        var sent = seeds.Select(seed => new Parcel(seed, new GraphMaker(seed).Graph())).ToArray();
        var back = client.ParallelMap(parcel => Open(parcel), sent);
        Assert.Equal(sent.Length, back.Length);
        for (var i = 0; i < sent.Length; i++)
        {
            SameGraph.Check(sent[i].Content, back[i].Content, $"back: seed {sent[i].Seed}");
        }
    }

    /// <summary>Runs on the worker, which makes the same graph anew.</summary>
    private static Parcel Open(Parcel parcel)
    {
        SameGraph.Check(new GraphMaker(parcel.Seed).Graph(), parcel.Content, $"there: seed {parcel.Seed}");
        return parcel;
    }

    private static IEnumerable<int[]> Halves(int[] seeds) =>
        seeds.Length > 1 ? [seeds[..(seeds.Length / 2)], seeds[(seeds.Length / 2)..]] : [];
}
