using System.Runtime.CompilerServices;

namespace ParallelCompute.Values;

/// <summary>Counts how deep a value is nested while it is written or read. A mutable struct: never copy it.</summary>
internal struct Nesting
{
    private const int Deepest = 1000;
    private int _depth;

    /// <summary>Goes one level down. Call <see cref="Leave"/> even when this throws.</summary>
    public void Enter()
    {
        _depth++;
        if (_depth > Deepest)
        {
            throw new ShippingException(
                $"the value is nested deeper than {Deepest}, or it contains itself; send a flat list of its parts");
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new ShippingException(
                $"the value is nested too deep for this thread's stack (level {_depth}); send it in flatter parts");
        }
    }

    public void Leave() => _depth--;

    public void Reset() => _depth = 0;
}
