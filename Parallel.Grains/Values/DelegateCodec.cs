using ParallelCompute.Code;

namespace ParallelCompute.Values;

/// <summary>Delegates: each of their methods, and the object that it is bound to with all that this holds.</summary>
internal sealed class DelegateCodec<T> : MadeCodec<T>
    where T : Delegate
{
    private static readonly int Parameters = typeof(T).GetMethod("Invoke")!.GetParameters().Length;
    private readonly ValueCodec<object?> _target = ValueCodecs.For<object?>();

    protected override void WriteParts(ValueWriter w, T value)
    {
        var parts = value.GetInvocationList();
        w.WriteVarUInt((uint)parts.Length);
        foreach (var part in parts)
        {
            w.WriteSized(MethodNames.Of(part));
            _target.Write(w, part.Target);
        }
    }

    protected override T Make(ValueReader r)
    {
        var parts = new Delegate[r.ReadCount(2)];
        for (var i = 0; i < parts.Length; i++)
        {
            var method = MethodNames.Resolve(r.ReadSized(), r.Types);
            parts[i] = method.Bind(typeof(T), Parameters, _target.Read(r));
        }

        return Delegate.Combine(parts) as T ?? throw new ShippingException("a delegate without methods");
    }
}
