using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using ParallelCompute.Launching;

namespace ParallelCompute.Execution;

/// <summary>Memory to which each slot writes what it runs, by plain stores; a guard may see it too.</summary>
public sealed unsafe class SlotMarks
{
    /// <summary>Keeps the memory where it is, as long as a slot or a batch may write to it.</summary>
    private readonly object _memory;

    private readonly byte* _first;

    private readonly byte* _ready;

    private SlotMarks(object memory, byte* first, int slots, bool areShared)
    {
        (_memory, AreShared) = (memory, areShared);
        _first = first;
        _ready = first + (slots * SlotMarksFile.BytesPerSlot);
    }

    /// <summary>Whether a guard sees them.</summary>
    public bool AreShared { get; }

    /// <summary>Opens the file of a guard; where there is none, or it cannot be used, memory of this process.</summary>
    /// <param name="file">See <see cref="SlotMarksFile"/>; null for none.</param>
    /// <param name="slots">Slots of this worker.</param>
    public static SlotMarks Open(string? file, int slots)
    {
        var bytes = SlotMarksFile.BytesOf(slots);
        if (file is not null && TryMap(file, bytes) is { } view)
        {
            byte* mapped = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref mapped);
            return new SlotMarks(view, mapped, slots, areShared: true);
        }

        var own = GC.AllocateArray<byte>(bytes, pinned: true);
        return new SlotMarks(own, (byte*)Unsafe.AsPointer(ref own[0]), slots, areShared: false);
    }

    /// <summary>The place of a slot.</summary>
    /// <param name="slot">Its number, from 0.</param>
    internal SlotPlace this[int slot] => new(_memory, _first + (slot * SlotMarksFile.BytesPerSlot));

    /// <summary>The worker has built an environment or begun a batch: it can do what it was started for.</summary>
    internal void NoteReady()
    {
        Volatile.Write(ref *_ready, 1);
        GC.KeepAlive(_memory);
    }

    private static MemoryMappedViewAccessor? TryMap(string file, int bytes)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (stream.Length < bytes)
            {
                return null;
            }

            using var map = MemoryMappedFile.CreateFromFile(
                stream, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
            return map.CreateViewAccessor(0, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // Marks only sharpen the blame after a death; without them a worker is as good.
            return null;
        }
    }
}
