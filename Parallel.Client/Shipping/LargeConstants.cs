using System.Security.Cryptography;
using Google.Protobuf;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Shipping;

/// <summary>
/// Collects the large arguments and captured values of a call: they travel apart from its messages, once per node.
/// </summary>
internal sealed class LargeConstants
{
    /// <summary>Above this many bytes a value is worth a hash and a file.</summary>
    public const int Threshold = 64 * 1024;

    private List<(Blob Blob, ReadOnlyMemory<byte> Bytes)>? _found;

    public IReadOnlyList<(Blob Blob, ReadOnlyMemory<byte> Bytes)> Found => _found ?? [];

    /// <summary>
    /// Takes what was written from <paramref name="start"/> on where it is large; the writer then goes on without it.
    /// </summary>
    /// <returns>What stands for it in the message; null where it stays in the writer.</returns>
    public Blob? Cut(ValueWriter writer, int start)
    {
        var bytes = writer.Buffer.AsMemory(start, writer.Position - start);
        if (bytes.Length <= Threshold)
        {
            return null;
        }

        // The large part keeps its array, the small ones before it move.
        var before = writer.Buffer.AsSpan(0, start).ToArray();
        writer.Detach(before.Length + 256);
        writer.WriteBytes(before);
        var blob = new Blob { Sha256 = ByteString.CopyFrom(SHA256.HashData(bytes.Span)), Size = bytes.Length };
        (_found ??= []).Add((blob, bytes));
        return blob;
    }
}
