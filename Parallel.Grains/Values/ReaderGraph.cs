namespace ParallelCompute.Values;

/// <summary>What a reader knows of a value: its objects, which of them are whole, and what waits.</summary>
internal sealed class ReaderGraph(ValueReader reader)
{
    /// <summary>An object that lacks nothing any more.</summary>
    private const int Whole = int.MaxValue;

    /// <summary>What an object lacks that waits for its content, or leads to one that does.</summary>
    private const int Later = -1;

    // More are not kept from one value to the next.
    private const int MostKept = 64 * 1024;

    // Most values need none of these.
    private Queue<(ValueCodec Codec, object Value, int Number)>? _later;
    private List<Action>? _last;
    private (object Value, int Lacks)[] _objects = [];
    private Nesting _nesting;
    private int _count;

    /// <summary>The lowest number of an unfinished object that was met since this was <see cref="Whole"/>.</summary>
    private int _met = Whole;

    /// <summary>Whether an object was met again since this was set to false.</summary>
    private bool _isLinked;

    /// <summary>Where the bytes come from now.</summary>
    public ValueReader Reader { get; set; } = reader;

    public bool IsDeep => _nesting.IsDeep;

    /// <summary>Takes in an object whose content is still to come, and goes down to it.</summary>
    /// <returns>What <see cref="Leave(ValueTuple{int, int})"/> needs.</returns>
    public (int Number, int Met) Enter(object value)
    {
        _nesting.Enter();
        var state = (Add(value, _count), _met);
        _met = Whole;
        return state;
    }

    /// <summary>The object is read.</summary>
    public void Leave((int Number, int Met) state)
    {
        _objects[state.Number].Lacks = _met < state.Number ? _met : Whole;
        Leave(state.Met);
    }

    /// <summary>Goes down to the parts of something that is made after them.</summary>
    /// <returns>What <see cref="Leave(int)"/> needs.</returns>
    public int Enter()
    {
        _nesting.Enter();
        var met = _met;
        _met = Whole;
        return met;
    }

    /// <summary>Goes up again.</summary>
    public void Leave(int met)
    {
        _met = Math.Min(_met, met);
        if (_nesting.Leave() == 0)
        {
            Finish();
        }
    }

    /// <summary>Takes in an object that was made from its parts, before leaving it.</summary>
    public void AddMade(object value) => Add(value, _met);

    /// <summary>Takes in an object whose content comes after everything that is open now.</summary>
    public void Announce(ValueCodec codec, object value)
    {
        (_later ??= new()).Enqueue((codec, value, Add(value, Later)));
        _met = Later;
    }

    /// <summary>The object of that number.</summary>
    /// <exception cref="ShippingException">There is none yet.</exception>
    public object Again(ulong number)
    {
        if (number >= (ulong)_count)
        {
            throw new ShippingException($"the bytes refer to object {number} of {_count}");
        }

        _isLinked = true;
        _met = Math.Min(_met, Lack((int)number));
        return _objects[number].Value;
    }

    /// <summary>Runs before a key is read; what it returns goes to <see cref="LeaveKey"/>.</summary>
    public (int Met, bool IsLinked) EnterKey()
    {
        _nesting.EnterKey();
        var state = (_met, _isLinked);
        (_met, _isLinked) = (Whole, false);
        return state;
    }

    /// <summary>
    /// Whether the key is whole, so that its hash code can be asked for, and whether objects were met again in it.
    /// </summary>
    public (bool IsWhole, bool IsLinked) LeaveKey((int Met, bool IsLinked) state)
    {
        _nesting.LeaveKey();
        var key = (_met == Whole, _isLinked);
        _met = Math.Min(_met, state.Met);
        _isLinked |= state.IsLinked;
        return key;
    }

    /// <summary>Runs an action when all objects are whole.</summary>
    public void AtLast(Action action) => (_last ??= []).Add(action);

    public void Clear()
    {
        if (_count > MostKept)
        {
            _objects = [];
        }
        else
        {
            Array.Clear(_objects, 0, _count);
        }

        (_count, _met, _isLinked, _nesting) = (0, Whole, false, default);
        _later?.Clear();
        _last?.Clear();
    }

    private int Add(object value, int lacks)
    {
        if (_count == _objects.Length)
        {
            Array.Resize(ref _objects, Math.Max(16, _count * 2));
        }

        _objects[_count] = (value, lacks);
        return _count++;
    }

    /// <summary>The lowest unfinished object that this one leads to.</summary>
    private int Lack(int number)
    {
        var lacks = _objects[number].Lacks;
        while (lacks is not (Whole or Later) && lacks != number)
        {
            // What it lacked may have been finished, or lack something itself, since.
            (number, lacks) = (lacks, _objects[lacks].Lacks);
        }

        return lacks;
    }

    /// <summary>Nothing is open any more: reads what was put off, then puts in the keys that had to wait.</summary>
    private void Finish()
    {
        if (_later is { Count: > 0 } later)
        {
            _nesting.Enter();
            while (later.TryDequeue(out var next))
            {
                _met = Whole;
                next.Codec.ReadAnnounced(Reader, next.Value);
                _objects[next.Number].Lacks = _met;
            }

            _nesting.Leave();
        }

        _met = Whole;
        _last?.ForEach(action => action());
        _last?.Clear();
    }
}
