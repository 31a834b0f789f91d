namespace ParallelCompute.Values.Library;

/// <summary>Pieces of memory, such as array segments: their content, and nothing of what is around it.</summary>
internal sealed class PieceCodec<TKind, TPiece, T> : ValueCodec<TPiece>
    where TKind : IPiece<TPiece, T>
    where TPiece : struct
{
    // Not before it is needed: the element may be a struct that holds such a piece.
    private readonly Lazy<ValueCodec<T>> _element = new(() => Elements.Codec<T>("element"));

    public override int FixedSize => 0;

    public override void Write(ValueWriter w, TPiece value)
    {
        if (TKind.IsNone(value))
        {
            w.WriteByte(Tags.Null);
            return;
        }

        w.WriteByte(Tags.Exact);
        var content = TKind.Content(value);
        w.WriteVarUInt((uint)content.Length);
        Elements.Write(w, _element.Value, content);
    }

    public override TPiece Read(ValueReader r)
    {
        var tag = r.ReadByte();
        return tag switch
        {
            Tags.Null => default,
            Tags.Exact => TKind.Over(Elements.ReadAll(r, _element.Value)),
            _ => throw Tags.Unknown(tag, typeof(TPiece)),
        };
    }
}
