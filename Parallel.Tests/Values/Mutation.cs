using ParallelCompute.Tests.Values.Graphs;

namespace ParallelCompute.Tests.Values;

/// <summary>Changes encoded values as an attacker or a broken line would.</summary>
internal static class Mutation
{
    private const int Longest = 1000;

    /// <summary>Values of all types that travel, and graphs of them; each of them can be read.</summary>
    public static byte[][] Originals()
    {
        var each = Makers.All.Values.SelectMany(m => m).SelectMany(
            make => Enumerable.Range(0, 4).Select(seed => Codec.Encode(new GraphMaker(seed).One(make))));
        var graphs = Enumerable.Range(0, 2000).Select(seed => Codec.Encode(new GraphMaker(seed).Graph()));
        byte[][] all = [.. each.Concat(graphs).Where(bytes => bytes.Length is > 1 and < Longest)];
        foreach (var bytes in all)
        {
            Codec.Decode<object?>(bytes);
        }

        return all;
    }

    public static byte[] Of(Random random, byte[][] originals)
    {
        byte[] bytes = [.. Any(random, originals)];
        for (var change = random.Next(1, 4); change > 0 && bytes.Length > 0; change--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes = bytes[..at]; break;
                case 3: bytes = [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]]; break;
                case 4: bytes = [.. bytes[..at], .. Length(random), .. bytes[at..]]; break;
                default:
                    var other = Any(random, originals);
                    bytes = [.. bytes[..at], .. other[random.Next(other.Length)..]];
                    break;
            }
        }

        return bytes;
    }

    /// <summary>Has what may be a reference to an object lead to another one.</summary>
    public static byte[] OfLink(Random random, byte[] original)
    {
        const byte Again = 3;
        byte[] bytes = [.. original];
        var links = Enumerable.Range(0, bytes.Length - 1).Where(i => bytes[i] == Again).ToArray();
        foreach (var link in random.GetItems(links, random.Next(1, 4)))
        {
            bytes[link + 1] = (byte)random.Next(8);
        }

        return bytes;
    }

    private static byte[] Any(Random random, byte[][] originals) => originals[random.Next(originals.Length)];

    /// <summary>A length of any size, as codecs write it.</summary>
    private static byte[] Length(Random random)
    {
        var w = new ParallelCompute.Values.ValueWriter(16);
        w.WriteVarUInt((ulong)random.NextInt64() >> random.Next(64));
        return w.Buffer[..w.Position];
    }
}
