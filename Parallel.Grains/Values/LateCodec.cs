namespace ParallelCompute.Values;

/// <summary>Takes the place of a field's codec until it is first used, then puts that there.</summary>
/// <remarks>Two threads may both do it; they put in the same.</remarks>
internal sealed class LateCodec<T>(ValueCodec[] codecs, int index) : ValueCodec<T?>
    where T : class
{
    public override int FixedSize => 0;

    public override void Write(ValueWriter w, T? value) => Settle().Write(w, value);

    public override T? Read(ValueReader r) => Settle().Read(r);

    private ValueCodec<T?> Settle()
    {
        ValueCodec<T?> codec;
        try
        {
            codec = ValueCodecs.For<T?>();
        }
        catch (ShippingException e)
        {
            codec = new RefusedCodec<T>(e);
        }

        codecs[index] = codec;
        return codec;
    }
}
