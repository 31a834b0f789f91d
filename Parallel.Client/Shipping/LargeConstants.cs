using System.Security.Cryptography;
using Google.Protobuf;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Shipping;

/// <summary>
/// Collects the large arguments and captured values of a call: they travel apart from its messages, once per node.
/// </summary>
/// <param name="valueLimit">The most bytes that one of them may take.</param>
internal sealed class LargeConstants(long valueLimit)
{
    /// <summary>Above this many bytes a value is worth a hash and a file.</summary>
    public const int Threshold = 64 * 1024;

    private List<(Blob Blob, ReadOnlyMemory<byte> Bytes)>? _found;

    /// <summary>The most bytes that an argument or captured value may take.</summary>
    public long ValueLimit => valueLimit;

    public IReadOnlyList<(Blob Blob, ReadOnlyMemory<byte> Bytes)> Found => _found ?? [];

    /// <summary>
    /// Takes what was written from <paramref name="start"/> on where it is large; the writer then goes on without it.
    /// </summary>
    /// <returns>What stands for it in the message; null where it stays in the writer.</returns>
    public Blob? Cut(ValueWriter writer, int start)
    {
        if (writer.Position - start <= Threshold)
        {
            return null;
        }

        var bytes = writer.CutOff(start);
        var blob = new Blob { Sha256 = ByteString.CopyFrom(SHA256.HashData(bytes.Span)), Size = bytes.Length };
        (_found ??= []).Add((blob, bytes));
        return blob;
    }
}
