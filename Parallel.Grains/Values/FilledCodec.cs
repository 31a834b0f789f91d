namespace ParallelCompute.Values;

/// <summary>
/// Objects that can be there before their content is: they may hold themselves, and wait for their content.
/// </summary>
internal abstract class FilledCodec<T> : ReferenceCodec<T>
    where T : class
{
    /// <summary>Whether the shell may lead to objects; they get their numbers before this one then.</summary>
    protected virtual bool ShellHasObjects => false;

    internal sealed override void WriteAnnounced(ValueWriter w, object value) => WriteContent(w, (T)value);

    internal sealed override void ReadAnnounced(ValueReader r, object value) => ReadContent(r, (T)value);

    protected sealed override void Write(ValueWriter w, T value, byte[]? name)
    {
        var graph = w.Graph;
        var isNew = ShellHasObjects ? !graph.Objects.Contains(value, out var number)
            : graph.Objects.TryAdd(value, out number);
        if (!isNew)
        {
            w.WriteAgain(number);
            return;
        }

        var later = graph.IsDeep;
        w.WriteName(later ? Tags.Later : (byte)0, name);
        WriteShell(w, value);
        if (ShellHasObjects)
        {
            graph.Objects.TryAdd(value, out _);
        }

        if (later)
        {
            graph.Announce(this, value);
            return;
        }

        graph.Enter();
        WriteContent(w, value);
        graph.Leave();
    }

    protected sealed override T Read(ValueReader r, bool later)
    {
        if (later != r.Graph.IsDeep)
        {
            throw Tags.Unknown(later ? Tags.Later : Tags.Exact, typeof(T));
        }

        var value = CreateShell(r);
        if (later)
        {
            r.Graph.Announce(this, value);
            return value;
        }

        var state = r.Graph.Enter(value);
        ReadContent(r, value);
        r.Graph.Leave(state);
        return value;
    }

    /// <summary>Writes what the object is created with, such as a length.</summary>
    protected virtual void WriteShell(ValueWriter w, T value)
    {
    }

    /// <summary>Creates the object with what <see cref="WriteShell"/> wrote.</summary>
    protected abstract T CreateShell(ValueReader r);

    /// <summary>Writes the rest.</summary>
    protected abstract void WriteContent(ValueWriter w, T value);

    /// <summary>Reads what <see cref="WriteContent"/> wrote.</summary>
    protected abstract void ReadContent(ValueReader r, T value);
}
