using System.Runtime.InteropServices;

namespace ParallelCompute.Devices;

/// <summary>The calls of the CUDA driver that are needed; each returns 0 or an error.</summary>
/// <remarks>
/// Names end in the version that NVIDIA's header gives callers of today. A CUdevice is an <c>int</c>.
/// </remarks>
internal static unsafe partial class CudaDriver
{
    public const string Library = "libcuda.so.1";

    public const int Success = 0;

    /// <summary>CU_DEVICE_ATTRIBUTE_PCI_BUS_ID, _PCI_DEVICE_ID and _PCI_DOMAIN_ID.</summary>
    public const int PciBus = 33, PciDevice = 34, PciDomain = 50;

    /// <summary>Of a CUuuid.</summary>
    public const int UuidSize = 16;

    [LibraryImport(Library, EntryPoint = "cuInit")]
    public static partial int Init(uint flags);

    [LibraryImport(Library, EntryPoint = "cuGetErrorName")]
    public static partial int ErrorName(int error, out nint text);

    [LibraryImport(Library, EntryPoint = "cuDeviceGetCount")]
    public static partial int Count(out int count);

    [LibraryImport(Library, EntryPoint = "cuDeviceGet")]
    public static partial int Device(out int device, int ordinal);

    [LibraryImport(Library, EntryPoint = "cuDeviceGetName")]
    public static partial int Name(byte* text, int size, int device);

    /// <summary>Of an instance its own UUID, where <see cref="GpuUuid"/> gives that of its GPU.</summary>
    [LibraryImport(Library, EntryPoint = "cuDeviceGetUuid_v2")]
    public static partial int Uuid(byte* uuid, int device);

    [LibraryImport(Library, EntryPoint = "cuDeviceGetUuid")]
    public static partial int GpuUuid(byte* uuid, int device);

    [LibraryImport(Library, EntryPoint = "cuDeviceTotalMem_v2")]
    public static partial int TotalMemory(out nuint bytes, int device);

    [LibraryImport(Library, EntryPoint = "cuDeviceGetAttribute")]
    public static partial int Attribute(out int value, int attribute, int device);
}
