using System.Runtime.CompilerServices;

namespace ParallelCompute.Values;

/// <summary>Objects of a class: their fields. No constructor of a user's class runs when one is read.</summary>
internal sealed class ObjectCodec<T> : FilledCodec<T>
    where T : class
{
    private readonly Parts<T> _parts = new();

    protected override T CreateShell(ValueReader r) => (T)RuntimeHelpers.GetUninitializedObject(typeof(T));

    protected override void WriteContent(ValueWriter w, T value) => _parts.Write(w, value);

    protected override void ReadContent(ValueReader r, T value) => _parts.Read(r, ref value);
}
