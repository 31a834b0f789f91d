namespace ParallelCompute.Values;

/// <summary>Objects that are made from their parts, and so get their number after these.</summary>
/// <remarks>
/// Where the parts lead back to the object, it is met there a second time before it has a number, and made there. The
/// outer one, done later, then refers to that.
/// </remarks>
internal abstract class MadeCodec<T> : ReferenceCodec<T>
    where T : class
{
    protected sealed override void Write(ValueWriter w, T value, byte[]? name)
    {
        var graph = w.Graph;
        if (graph.Objects.Contains(value, out var number))
        {
            w.WriteAgain(number);
            return;
        }

        w.WriteName(0, name);
        graph.Enter();
        WriteParts(w, value);
        var isNew = graph.Objects.TryAdd(value, out number);
        if (!isNew)
        {
            graph.Link();
        }

        if (!IsLeaf)
        {
            w.WriteVarUInt(isNew ? 0 : (ulong)number + 1);
        }

        graph.Leave();
    }

    protected sealed override T Read(ValueReader r, bool later)
    {
        if (later)
        {
            throw Tags.Unknown(Tags.Later, typeof(T));
        }

        var met = r.Graph.Enter();
        var value = Make(r);
        if (!IsLeaf && r.ReadVarUInt() is > 0 and var number)
        {
            value = Fits(r.Graph.Again(number - 1));
        }
        else
        {
            r.Graph.AddMade(value);
        }

        r.Graph.Leave(met);
        return value;
    }

    /// <summary>Writes all that the object is made from.</summary>
    protected abstract void WriteParts(ValueWriter w, T value);

    /// <summary>Makes the object from what <see cref="WriteParts"/> wrote.</summary>
    protected abstract T Make(ValueReader r);
}
