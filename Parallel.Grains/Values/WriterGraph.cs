namespace ParallelCompute.Values;

/// <summary>What a writer knows of the value that it writes: its objects, how deep it is, and what waits.</summary>
/// <remarks>
/// Objects that lie deep are only announced where they are found; their content follows once everything around them is
/// written. So a long chain needs no deep stack, on neither side.
/// </remarks>
internal sealed class WriterGraph(ValueWriter writer)
{
    private readonly List<(ValueCodec Codec, object Value)> _later = [];
    private Nesting _nesting;
    private bool _isLinked;

    public WrittenObjects Objects { get; } = new();

    /// <summary>Whether an object found here is to be announced only.</summary>
    public bool IsDeep => _nesting.IsDeep;

    public void Enter() => _nesting.Enter();

    public void Leave()
    {
        if (_nesting.Leave() == 0 && _later.Count > 0)
        {
            WriteLater();
        }
    }

    /// <summary>Between this and <see cref="LeaveKey"/> nothing is put off: keys must be whole to be put in.</summary>
    /// <returns>What <see cref="LeaveKey"/> needs.</returns>
    public bool EnterKey()
    {
        _nesting.EnterKey();
        var isLinked = _isLinked;
        _isLinked = false;
        return isLinked;
    }

    /// <summary>Whether objects were met again in the key.</summary>
    public bool LeaveKey(bool isLinked)
    {
        _nesting.LeaveKey();
        var isKeyLinked = _isLinked;
        _isLinked |= isLinked;
        return isKeyLinked;
    }

    /// <summary>An object was met again.</summary>
    public void Link() => _isLinked = true;

    public void Announce(ValueCodec codec, object value) => _later.Add((codec, value));

    /// <summary>What <see cref="Return"/> comes back to.</summary>
    public (Nesting Nesting, int Objects, int Later) Mark() => (_nesting, Objects.Count, _later.Count);

    /// <summary>Forgets everything since then.</summary>
    public void Return((Nesting Nesting, int Objects, int Later) mark)
    {
        _nesting = mark.Nesting;
        Objects.Drop(mark.Objects);
        _later.RemoveRange(mark.Later, _later.Count - mark.Later);
    }

    public void Clear()
    {
        Objects.Clear();
        _later.Clear();
        _nesting = default;
        _isLinked = false;
    }

    private void WriteLater()
    {
        _nesting.Enter();
        for (var i = 0; i < _later.Count; i++)
        {
            _later[i].Codec.WriteAnnounced(writer, _later[i].Value);
            _later[i] = default;
        }

        _later.Clear();
        _nesting.Leave();
    }
}
