using System.Runtime.InteropServices;

namespace ParallelCompute.Tests.Values.Samples;

/// <summary>Owns memory that no field tells of.</summary>
public sealed unsafe class NativeBuffer : IDisposable
{
    private readonly byte* _bytes;

    public NativeBuffer(ReadOnlySpan<byte> content)
    {
        Length = content.Length;
        _bytes = (byte*)NativeMemory.Alloc((nuint)content.Length);
        content.CopyTo(new Span<byte>(_bytes, Length));
    }

    ~NativeBuffer() => NativeMemory.Free(_bytes);

    public int Length { get; }

    public ReadOnlySpan<byte> Content => new(_bytes, Length);

    public void Dispose()
    {
        NativeMemory.Free(_bytes);
        GC.SuppressFinalize(this);
    }
}
