using System.Numerics;

namespace ParallelCompute.Values.Library;

/// <summary>What travels of System.Runtime.Numerics.</summary>
internal static class NumberTypes
{
    public static LibraryTable Table { get; } = new LibraryTable()
        .AddMemory(typeof(Complex))
        .Add(typeof(BigInteger), _ => new LeafValueCodec<BigInteger>(Write, r => new BigInteger(r.ReadSized())));

    private static void Write(ValueWriter w, BigInteger value)
    {
        var bytes = value.GetByteCount();
        w.WriteVarUInt((uint)bytes);
        value.TryWriteBytes(w.Reserve(bytes), out _);
    }
}
