using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ParallelCompute.Engines;

/// <summary>A payload in an array of the pool, which goes back there when its one reader is done with it.</summary>
/// <remarks>
/// Fresh memory costs more than the bytes that are put into it. Who does not give a payload back loses that only.
/// </remarks>
public sealed class PooledBytes : MemoryManager<byte>
{
    // Smaller ones come cheap; larger ones would stay in the pool for too little use.
    private const int Smallest = 16 * 1024;
    private const int Largest = 8 * 1024 * 1024;

    private readonly int _length;
    private byte[]? _array;

    private PooledBytes(byte[] array, int length) => (_array, _length) = (array, length);

    /// <summary>An array for a payload, from the pool where that is worth it; its content is not defined.</summary>
    /// <param name="length">Bytes that it must have room for.</param>
    public static byte[] Room(int length) => length is >= Smallest and <= Largest
        ? ArrayPool<byte>.Shared.Rent(length) : GC.AllocateUninitializedArray<byte>(length);

    /// <summary>Makes a payload of the first bytes of an array, which it owns from now on.</summary>
    /// <param name="array">The array, from <see cref="Room"/> or not.</param>
    /// <param name="length">How many bytes of it count.</param>
    public static ReadOnlyMemory<byte> Own(byte[] array, int length) =>
        // The pool takes arrays of its sizes, wherever they come from, and no others.
        array.Length is >= Smallest and <= Largest && BitOperations.IsPow2(array.Length)
            ? new PooledBytes(array, length).Memory : array.AsMemory(0, length);

    /// <summary>Gives the payload's array back, where it is one of the pool's. Nobody may read it any more.</summary>
    public static void Return(ReadOnlyMemory<byte> payload)
    {
        if (MemoryMarshal.TryGetMemoryManager<byte, PooledBytes>(payload, out var owner) &&
            Interlocked.Exchange(ref owner._array, null) is { } array)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => Array.AsSpan(0, _length);

    /// <inheritdoc/>
    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        var handle = GCHandle.Alloc(Array, GCHandleType.Pinned);
        return new MemoryHandle((byte*)handle.AddrOfPinnedObject() + elementIndex, handle, this);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        // The handle that Pin returned frees itself.
    }

    /// <inheritdoc/>
    protected override bool TryGetArray(out ArraySegment<byte> segment)
    {
        segment = new ArraySegment<byte>(Array, 0, _length);
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Given back by Return alone: a payload outlives whoever happens to dispose of it.
    }

    private byte[] Array => Volatile.Read(ref _array) ??
        throw new ObjectDisposedException(nameof(PooledBytes), "the payload was given back to the pool");
}
