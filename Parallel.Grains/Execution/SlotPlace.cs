using ParallelCompute.Launching;

namespace ParallelCompute.Execution;

/// <summary>Where one slot writes what it runs: the lease, and the position of the item in its batch.</summary>
/// <remarks>
/// A reader of another process, after this one's death, sees the stores in their order; no lease means that nothing
/// runs.
/// </remarks>
/// <param name="memory">What must not be freed.</param>
/// <param name="first">The place.</param>
internal sealed unsafe class SlotPlace(object memory, byte* first)
{
    private readonly object _memory = memory;

    /// <summary>Stays where it is as long as this object is referenced.</summary>
    public int* Position { get; } = (int*)(first + SlotMarksFile.PositionAt);

    /// <summary>The slot gets ready for the first item of a batch.</summary>
    public void Begin(long lease)
    {
        Volatile.Write(ref *Position, 0);
        Volatile.Write(ref *(long*)first, lease);
    }

    /// <summary>The slot runs nothing.</summary>
    public void End()
    {
        Volatile.Write(ref *(long*)first, 0);
        GC.KeepAlive(_memory);
    }
}
