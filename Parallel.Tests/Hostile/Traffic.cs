using System.Buffers.Binary;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Tests.Architecture;

namespace ParallelCompute.Tests.Hostile;

/// <summary>What a real worker and its dispatcher said to each other, frame by frame; first the greetings.</summary>
/// <param name="Worker">Frames of the worker.</param>
/// <param name="Dispatcher">Frames of the dispatcher.</param>
internal sealed record Traffic(byte[][] Worker, byte[][] Dispatcher)
{
    /// <summary>Longer frames differ from others in nothing but their length.</summary>
    private const int Longest = 8 * 1024;

    private static string Path => Repository.Combine("Parallel.Tests", "Hostile", "traffic.txt");

    /// <summary>The traffic of the repository: the same each time, so that a seed means the same each time.</summary>
    public static Traffic Load()
    {
        var lines = File.ReadAllLines(Path).Select(l => l.Split(' ')).ToArray();
        byte[][] Of(string end) => [.. lines.Where(l => l[0] == end).Select(l => Convert.FromHexString(l[1]))];
        return new Traffic(Of("worker"), Of("dispatcher"));
    }

    /// <summary>Cuts what went over a connection into frames.</summary>
    public static Traffic Of(ReadOnlySpan<byte> worker, ReadOnlySpan<byte> dispatcher) =>
        new(Cut(worker), Cut(dispatcher));

    public void Save() => File.WriteAllLines(
        Path,
        Worker.Select(f => $"worker {Convert.ToHexStringLower(f)}")
            .Concat(Dispatcher.Select(f => $"dispatcher {Convert.ToHexStringLower(f)}")));

    private static byte[][] Cut(ReadOnlySpan<byte> bytes)
    {
        List<byte[]> frames = [];
        while (bytes.Length >= FrameReader.PrefixBytes)
        {
            var length = (long)FrameReader.PrefixBytes + BinaryPrimitives.ReadUInt32LittleEndian(bytes) +
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            if (length > bytes.Length)
            {
                break;
            }

            var frame = bytes[..(int)length].ToArray();
            bytes = bytes[(int)length..];
            if (length <= Longest && !frames.Exists(f => f.AsSpan().SequenceEqual(frame)))
            {
                frames.Add(frame);
            }
        }

        return [.. frames];
    }
}
