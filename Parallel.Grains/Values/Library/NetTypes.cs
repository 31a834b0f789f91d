using System.Net;
using System.Net.Sockets;

namespace ParallelCompute.Values.Library;

/// <summary>What travels of System.Net.Primitives.</summary>
internal static class NetTypes
{
    private const byte NoScope = 0;
    private const byte Scope = 1;

    public static LibraryTable Table { get; } = new LibraryTable()
        .AddContract(typeof(IPAddress), _ => new LeafCodec<IPAddress>(Write, Read))
        .Add(typeof(IPEndPoint), _ => new LeafCodec<IPEndPoint>(
            (w, value) =>
            {
                Write(w, value.Address);
                w.WriteVarUInt((uint)value.Port);
            },
            r => new IPEndPoint(Read(r), Leaf.ReadInt(r))))
        .Add(typeof(DnsEndPoint), _ => new LeafCodec<DnsEndPoint>(
            (w, value) =>
            {
                Leaf.WriteText(w, value.Host);
                w.WriteVarUInt((uint)value.Port);
                w.WriteVarUInt((uint)value.AddressFamily);
            },
            r => new DnsEndPoint(Leaf.ReadText(r), Leaf.ReadInt(r), (AddressFamily)Leaf.ReadInt(r))))
        .Add(typeof(IPNetwork), _ => new LeafValueCodec<IPNetwork>(
            (w, value) =>
            {
                Write(w, value.BaseAddress);
                w.WriteVarUInt((uint)value.PrefixLength);
            },
            r => new IPNetwork(Read(r), Leaf.ReadInt(r))));

    private static void Write(ValueWriter w, IPAddress value)
    {
        var hasScope = value.AddressFamily == AddressFamily.InterNetworkV6 && value.ScopeId != 0;
        w.WriteSized(value.GetAddressBytes());
        w.WriteByte(hasScope ? Scope : NoScope);
        if (hasScope)
        {
            w.WriteVarUInt((ulong)value.ScopeId);
        }
    }

    private static IPAddress Read(ValueReader r)
    {
        var bytes = r.ReadSized();
        return r.ReadByte() == NoScope ? new IPAddress(bytes) : new IPAddress(bytes, (long)r.ReadVarUInt());
    }
}
