using System.Runtime.CompilerServices;

namespace ParallelCompute.Values;

/// <summary>Counts how deep a value is nested while it is written or read. A mutable struct: never copy it.</summary>
/// <remarks>Both ends count alike. After a failure the graph is given up, so nobody needs to count back.</remarks>
internal struct Nesting
{
    /// <summary>From here on objects wait until those around them are done.</summary>
    private const int Deep = 100;

    /// <summary>What cannot wait, since it is made from its parts or is part of a key, ends here.</summary>
    private const int Deepest = 1000;
    private int _depth;
    private int _keys;

    public readonly bool IsDeep => _depth >= Deep && _keys == 0;

    /// <summary>Goes one level down.</summary>
    /// <exception cref="ShippingException">It is the last that there may be.</exception>
    public void Enter()
    {
        if (++_depth > Deep)
        {
            CheckRoom();
        }
    }

    /// <summary>Goes one level up.</summary>
    /// <returns>The level; 0: nothing is open.</returns>
    public int Leave() => --_depth;

    public void EnterKey() => _keys++;

    public void LeaveKey() => _keys--;

    private readonly void CheckRoom()
    {
        if (_depth > Deepest)
        {
            throw new ShippingException("values that are made from their parts (tuples, immutable collections, " +
                $"keys) are nested deeper than {Deepest}; send a flat list of the parts");
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new ShippingException(
                $"the value is nested too deep for this thread's stack (level {_depth}); send it in flatter parts");
        }
    }
}
