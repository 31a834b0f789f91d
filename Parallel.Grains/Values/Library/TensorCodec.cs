using System.Reflection;

namespace ParallelCompute.Values.Library;

/// <summary>Tensors: the lengths, then all elements in one piece.</summary>
/// <remarks>No package is referenced for them: their public methods are found by name.</remarks>
internal sealed class TensorCodec<TTensor, T> : MadeCodec<TTensor>
    where TTensor : class
{
    private const int MostDimensions = 64;

    private readonly ValueCodec<T> _element = Elements.Codec<T>("element");
    private readonly LengthsOf _lengths;
    private readonly Flatten _flatten;
    private readonly Create _create;

    public TensorCodec()
    {
        try
        {
            _lengths = typeof(TTensor).GetProperty("Lengths")!.GetMethod!.CreateDelegate<LengthsOf>();
            _flatten = typeof(TTensor).GetMethod("FlattenTo", [typeof(Span<T>)])!.CreateDelegate<Flatten>();
            _create = typeof(TTensor).Assembly.GetType("System.Numerics.Tensors.Tensor", throwOnError: true)!
                .GetMethod("Create", 1, [Type.MakeGenericMethodParameter(0).MakeArrayType(),
                    typeof(ReadOnlySpan<nint>)])!
                .MakeGenericMethod(typeof(T)).CreateDelegate<Create>();
        }
        catch (Exception e) when (e is NullReferenceException or ArgumentException or AmbiguousMatchException)
        {
            throw new ShippingException($"{typeof(TTensor).Assembly.GetName()} has other tensors than version 10 " +
                "has; use that one, or send arrays", null, e);
        }
    }

    private delegate ReadOnlySpan<nint> LengthsOf(TTensor tensor);

    private delegate void Flatten(TTensor tensor, Span<T> elements);

    private delegate TTensor Create(T[] elements, ReadOnlySpan<nint> lengths);

    protected override void WriteParts(ValueWriter w, TTensor value)
    {
        var lengths = _lengths(value);
        w.WriteVarUInt((uint)lengths.Length);
        long count = 1;
        foreach (var length in lengths)
        {
            w.WriteVarUInt((ulong)length);
            count = Math.Min(count * length, int.MaxValue);
        }

        var elements = new T[Math.Min(count, Array.MaxLength)];
        Leaf.Write(w, value, (_, tensor) => _flatten(tensor, elements));
        Elements.WriteAll(w, _element, elements);
    }

    protected override TTensor Make(ValueReader r)
    {
        var lengths = new nint[Leaf.ReadInt(r, MostDimensions)];
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = Leaf.ReadInt(r);
        }

        var elements = Elements.ReadAll(r, _element);
        return Leaf.Read(r, _ => _create(elements, lengths));
    }
}
