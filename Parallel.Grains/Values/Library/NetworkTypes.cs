using System.Net.NetworkInformation;

namespace ParallelCompute.Values.Library;

/// <summary>What travels of System.Net.NetworkInformation.</summary>
internal static class NetworkTypes
{
    public static LibraryTable Table { get; } = new LibraryTable()
        .Add(typeof(PhysicalAddress), _ => new LeafCodec<PhysicalAddress>(
            (w, value) => w.WriteSized(value.GetAddressBytes()),
            r => new PhysicalAddress(r.ReadSized().ToArray())));
}
