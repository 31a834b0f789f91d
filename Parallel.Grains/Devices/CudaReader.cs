using System.Globalization;
using System.Runtime.InteropServices;

namespace ParallelCompute.Devices;

/// <summary>
/// Reads the GPUs from the CUDA driver, which shows those that <c>CUDA_VISIBLE_DEVICES</c> of this process names.
/// </summary>
internal static unsafe class CudaReader
{
    private const int NameSize = 256;

    /// <exception cref="DriverException">The driver does not answer at all.</exception>
    /// <exception cref="DllNotFoundException">There is no CUDA driver.</exception>
    public static GpuReport Read()
    {
        Check(CudaDriver.Init(0), "cuInit");
        Check(CudaDriver.Count(out var count), "cuDeviceGetCount");
        return new GpuReport([.. Enumerable.Range(0, count).Select(Describe)], [], true);
    }

    private static Gpu Describe(int ordinal)
    {
        var name = stackalloc byte[NameSize];
        var id = stackalloc byte[CudaDriver.UuidSize];
        try
        {
            Check(CudaDriver.Device(out var device, ordinal), "cuDeviceGet");
            Check(CudaDriver.Name(name, NameSize, device), "cuDeviceGetName");
            Check(Uuid(id, device), "cuDeviceGetUuid");
            Check(CudaDriver.TotalMemory(out var memory, device), "cuDeviceTotalMem_v2");
            var text = Marshal.PtrToStringUTF8((nint)name) ?? "";
            var kind = text.Contains(" MIG ", StringComparison.Ordinal) ? "MIG" : "GPU";
            var uuid = new Guid(new ReadOnlySpan<byte>(id, CudaDriver.UuidSize), bigEndian: true);
            var folder = PciFolder(device);
            return new Gpu(ordinal, $"{kind}-{uuid}", text)
            {
                TotalMemory = (long)memory,
                NumaNode = int.TryParse(ReadFile(folder, "numa_node"), out var node) && node >= 0 ? node : null,
                Processors = ReadFile(folder, "local_cpulist"),
            };
        }
        catch (DriverException e)
        {
            return new Gpu(ordinal, "", "") { Fault = e.Message };
        }
    }

    private static int Uuid(byte* uuid, int device)
    {
        try
        {
            return CudaDriver.Uuid(uuid, device);
        }
        catch (EntryPointNotFoundException)
        {
            // A driver from before CUDA 11.4.
            return CudaDriver.GpuUuid(uuid, device);
        }
    }

    /// <summary>Where the kernel describes it; empty where it is no PCI device.</summary>
    private static string PciFolder(int device) =>
        CudaDriver.Attribute(out var domain, CudaDriver.PciDomain, device) == CudaDriver.Success
        && CudaDriver.Attribute(out var bus, CudaDriver.PciBus, device) == CudaDriver.Success
        && CudaDriver.Attribute(out var slot, CudaDriver.PciDevice, device) == CudaDriver.Success
            ? string.Create(
                CultureInfo.InvariantCulture, $"/sys/bus/pci/devices/{domain:x4}:{bus:x2}:{slot:x2}.0") : "";

    private static string ReadFile(string folder, string file)
    {
        try
        {
            var path = Path.Combine(folder, file);
            return File.Exists(path) ? File.ReadAllText(path).Trim() : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A container may hide it: then nothing is known.
            return "";
        }
    }

    private static void Check(int error, string call)
    {
        if (error == CudaDriver.Success)
        {
            return;
        }

        var name = CudaDriver.ErrorName(error, out var text) == CudaDriver.Success
            ? Marshal.PtrToStringUTF8(text) : "an unknown error";
        throw new DriverException($"{call} failed with {error} ({name})");
    }
}
