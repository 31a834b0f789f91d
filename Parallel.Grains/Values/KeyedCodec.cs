namespace ParallelCompute.Values;

/// <summary>Collections with keys: their comparer, and entries that are put in as soon as keys are whole.</summary>
internal sealed class KeyedCodec<TKind, TCollection, TKey, TValue, TComparer> : FilledCodec<TCollection>
    where TKind : IKeyed<TCollection, TKey, TValue, TComparer>
    where TCollection : class
    where TComparer : class
{
    private readonly Entries<TKey, TValue> _entries = new(typeof(TComparer) == typeof(IComparer<TKey>));

    /// <inheritdoc/>
    protected override bool ShellHasObjects => true;

    protected override void WriteShell(ValueWriter w, TCollection value) =>
        Comparers.Write<TKey>(w, TKind.Comparer(value));

    protected override TCollection CreateShell(ValueReader r) => TKind.Create(Comparers.Read<TKey, TComparer>(r));

    protected override void WriteContent(ValueWriter w, TCollection value) =>
        _entries.Write(w, TKind.Count(value), TKind.Comparer(value), TKind.Entries(value));

    protected override void ReadContent(ValueReader r, TCollection value) =>
        _entries.Read(r, _entries.ReadCount(r), TKind.Comparer(value), value, TKind.TryAdd);
}
