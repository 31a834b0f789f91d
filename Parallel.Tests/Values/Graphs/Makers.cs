namespace ParallelCompute.Tests.Values.Graphs;

/// <summary>Makers of values, by the names that the list of what travels has for their types.</summary>
internal static class Makers
{
    public static IReadOnlyDictionary<string, Func<GraphMaker, object?>[]> All { get; } =
        ((IEnumerable<KeyValuePair<string, Func<GraphMaker, object?>[]>>)
            [.. SimpleMakers.All, .. LibraryMakers.All, .. SequenceMakers.All, .. KeyedMakers.All, .. UserMakers.All])
        .ToDictionary();
}
