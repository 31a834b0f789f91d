using System.Runtime.CompilerServices;

namespace ParallelCompute.Values;

/// <summary>Copies values as memory.</summary>
internal sealed class BlittableCodec<T> : ValueCodec<T>
{
    public override int FixedSize => Unsafe.SizeOf<T>();

    public override bool TakesAnyBits => !BitChecks<T>.AreNeeded;

    public override void Write(ValueWriter w, T value) => w.WriteValue(value);

    public override T Read(ValueReader r)
    {
        var value = r.ReadValue<T>();
        Blittable.Check(ref value);
        return value;
    }
}
