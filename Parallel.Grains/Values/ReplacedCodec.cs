namespace ParallelCompute.Values;

/// <summary>Objects whose class has a codec of the user's.</summary>
internal sealed class ReplacedCodec<T>(object codec) : MadeCodec<T>
    where T : class
{
    private readonly UserCodec<T> _codec = new(codec);

    protected override void WriteParts(ValueWriter w, T value) => _codec.Write(w, value);

    protected override T Make(ValueReader r) => _codec.Read(r);
}
