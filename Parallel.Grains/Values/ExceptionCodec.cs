using System.Runtime.CompilerServices;

namespace ParallelCompute.Values;

/// <summary>
/// Exceptions: what .NET's own classes tell of themselves, and the fields that the user's classes declare.
/// </summary>
/// <remarks>An exception must arrive: fields that cannot be sent stay empty, other parts become text.</remarks>
internal sealed class ExceptionCodec<T> : FilledCodec<T>
    where T : Exception
{
    private readonly Parts<T> _fields = new();

    protected override T CreateShell(ValueReader r) => (T)RuntimeHelpers.GetUninitializedObject(typeof(T));

    protected override void WriteContent(ValueWriter w, T value)
    {
        ExceptionState.Write(w, value);
        if (!w.TryWrite(() =>
        {
            w.WriteByte(1);
            _fields.Write(w, value);
        }))
        {
            w.WriteByte(0);
        }
    }

    protected override void ReadContent(ValueReader r, T value)
    {
        ExceptionState.Read(r, value);
        if (r.ReadByte() != 0)
        {
            _fields.Read(r, ref value);
        }
    }
}
