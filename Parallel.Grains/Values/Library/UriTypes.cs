namespace ParallelCompute.Values.Library;

/// <summary>What travels of System.Private.Uri.</summary>
internal static class UriTypes
{
    public static LibraryTable Table { get; } = new LibraryTable()
        .Add(typeof(Uri), _ => new LeafCodec<Uri>(Write, Read));

    private static void Write(ValueWriter w, Uri value)
    {
        Leaf.WriteText(w, value.OriginalString);
        w.WriteByte((byte)(value.IsAbsoluteUri ? UriKind.Absolute : UriKind.Relative));
    }

    private static Uri Read(ValueReader r)
    {
        var text = Leaf.ReadText(r);
        return new Uri(text, (UriKind)r.ReadByte());
    }
}
