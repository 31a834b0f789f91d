using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ParallelCompute.Runtime.Hosting;

/// <summary>The addresses of this machine that silos can dial.</summary>
internal static class MachineAddresses
{
    /// <summary>All addresses, of IPv4 and, where the machine has it, of IPv6.</summary>
    public static IPAddress Any => Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;

    /// <summary>Loopback for silos of this machine, for others what they can reach; IPv4 first.</summary>
    /// <exception cref="LaunchException">There is no such interface, or it has no usable address.</exception>
    public static IReadOnlyList<IPAddress> Usable(TcpSettings settings)
    {
        IPAddress[] usable = [.. Interfaces(settings.Interface)
            .SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)
            .Where(a => IPAddress.IsLoopback(a) ? !settings.Remote : settings.Remote && !IsLinkLocal(a))
            .OrderBy(a => a.AddressFamily == AddressFamily.InterNetworkV6).Distinct()];
        // Behind a host of its own the machine needs no address that others know.
        return usable.Length > 0 || settings is { Remote: true, Host: not null, Interface: null } ? usable
            : throw new LaunchException(
                $"{(settings.Interface is { } name ? $"The network interface {name}" : "This machine")} has no " +
                (settings.Remote ? "address that other machines can dial. " : "loopback address for local workers. ") +
                $"Set interface to another one; there are: {Names()}.");
    }

    private static IEnumerable<NetworkInterface> Interfaces(string? name)
    {
        var all = NetworkInterface.GetAllNetworkInterfaces();
        if (name is null)
        {
            return all.Where(i => i.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown);
        }

        return all.FirstOrDefault(i => i.Name == name) is { } found ? [found]
            : throw new LaunchException(
                $"There is no network interface {name}. Set interface to one of these: {Names()}.");
    }

    private static string Names() =>
        string.Join(", ", NetworkInterface.GetAllNetworkInterfaces().Select(i => i.Name));

    /// <summary>Such an address means something only together with an interface of whoever dials it.</summary>
    private static bool IsLinkLocal(IPAddress address) =>
        address.IsIPv6LinkLocal ||
        (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..]);
}
