namespace ParallelCompute.Values;

/// <summary>Writes and reads the parts of a class or struct one after another.</summary>
internal sealed class Parts<T>
{
    private readonly Member[] _members;
    private readonly MemberWriter<T> _write;
    private readonly MemberReader<T> _read;

    /// <exception cref="ShippingException">A part that is a value, and not a reference, can never be sent.</exception>
    public Parts()
    {
        _members = Members.Of(typeof(T));
        var codecs = new ValueCodec[_members.Length];
        for (var i = 0; i < codecs.Length; i++)
        {
            codecs[i] = Codec(_members[i], codecs, i);
        }

        MinSize = codecs.Sum(c => c.MinSize);
        AreLeaves = codecs.All(c => c.IsLeaf);
        _write = MemberEmitter.Writer<T>(_members, codecs);
        _read = MemberEmitter.Reader<T>(_members, codecs, Members.Constructor(typeof(T)));
    }

    /// <summary>The fewest bytes that the parts take.</summary>
    public int MinSize { get; }

    /// <summary>Whether all parts are leaves.</summary>
    public bool AreLeaves { get; }

    public void Write(ValueWriter w, T value)
    {
        var part = 0;
        ShippingException failed;
        try
        {
            _write(w, value, ref part);
            return;
        }
        catch (ShippingException e)
        {
            failed = e;
        }

        throw ErrorPaths.Within(failed, Step(_members[part]));
    }

    public void Read(ValueReader r, ref T value)
    {
        var part = 0;
        ShippingException failed;
        try
        {
            _read(r, ref value, ref part);
            return;
        }
        catch (ShippingException e)
        {
            failed = e;
        }

        throw ErrorPaths.Within(failed, Step(_members[part]));
    }

    private static ValueCodec Codec(Member member, ValueCodec[] codecs, int index)
    {
        try
        {
            if (member.Type.IsValueType || member.Type.IsPointer || member.Type.IsFunctionPointer ||
                member.Type == typeof(string))
            {
                return ValueCodecs.For(member.Type);
            }

            var late = typeof(LateCodec<>).MakeGenericType(member.Type);
            return (ValueCodec)Activator.CreateInstance(late, codecs, index)!;
        }
        catch (ShippingException e)
        {
            throw ErrorPaths.Within(e, Step(member));
        }
    }

    private static string Step(Member member) => $"field '{member.Name}'";
}
