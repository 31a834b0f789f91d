using System.Runtime.CompilerServices;

namespace ParallelCompute.Values.Library;

/// <summary>Boxes: the value in them.</summary>
internal sealed class StrongBoxCodec<T> : FilledCodec<StrongBox<T>>
{
    private readonly ValueCodec<T> _value = Elements.Codec<T>("value");

    protected override StrongBox<T> CreateShell(ValueReader r) => new();

    protected override void WriteContent(ValueWriter w, StrongBox<T> value) => _value.Write(w, value.Value!);

    protected override void ReadContent(ValueReader r, StrongBox<T> value) => value.Value = _value.Read(r);
}
