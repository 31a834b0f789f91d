namespace ParallelCompute.Values;

/// <summary>Fields whose type cannot be sent: they may be null, and nothing else.</summary>
internal sealed class RefusedCodec<T>(ShippingException reason) : ValueCodec<T?>
    where T : class
{
    public override int FixedSize => 0;

    public override void Write(ValueWriter w, T? value) =>
        w.WriteByte(value is null ? Tags.Null : throw new ShippingException(reason.Reason, reason.Path));

    public override T? Read(ValueReader r) =>
        r.ReadByte() == Tags.Null ? null : throw new ShippingException(reason.Reason, reason.Path);
}
