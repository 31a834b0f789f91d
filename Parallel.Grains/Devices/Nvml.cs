using System.Runtime.InteropServices;

namespace ParallelCompute.Devices;

/// <summary>
/// The calls of NVML that are needed; each returns 0 or an error. An <c>nint</c> is a device's handle.
/// </summary>
/// <remarks>Names end in the version that NVIDIA's header gives callers of today.</remarks>
internal static unsafe partial class Nvml
{
    public const string Library = "libnvidia-ml.so.1";

    public const int Success = 0;
    public const int NotSupported = 3;
    public const int NoPermission = 4;
    public const int NotFound = 6;

    /// <summary>NVML_DEVICE_UUID_V2_BUFFER_SIZE and NVML_DEVICE_NAME_V2_BUFFER_SIZE.</summary>
    public const int TextSize = 96;

    /// <summary>NVML_DEVICE_MIG_ENABLE.</summary>
    public const uint MigEnabled = 1;

    /// <summary>NVML_COMPUTEMODE_PROHIBITED.</summary>
    public const int Prohibited = 2;

    /// <summary>NVML_AFFINITY_SCOPE_NODE.</summary>
    public const uint NodeScope = 0;

    [LibraryImport(Library, EntryPoint = "nvmlInit_v2")]
    public static partial int Init();

    [LibraryImport(Library, EntryPoint = "nvmlShutdown")]
    public static partial int Shutdown();

    /// <returns>Text of the library's own, in ASCII.</returns>
    [LibraryImport(Library, EntryPoint = "nvmlErrorString")]
    public static partial nint ErrorString(int error);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetCount_v2")]
    public static partial int Count(out uint count);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetHandleByIndex_v2")]
    public static partial int Device(uint index, out nint device);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetUUID")]
    public static partial int Uuid(nint device, byte* text, uint size);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetName")]
    public static partial int Name(nint device, byte* text, uint size);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetMemoryInfo")]
    public static partial int Memory(nint device, out NvmlMemory memory);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetComputeMode")]
    public static partial int ComputeMode(nint device, out int mode);

    /// <param name="device">The GPU.</param>
    /// <param name="words">How many C <c>unsigned long</c> there are.</param>
    /// <param name="set">One bit for each processor.</param>
    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetCpuAffinity")]
    public static partial int Processors(nint device, uint words, nuint* set);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetMemoryAffinity")]
    public static partial int Nodes(nint device, uint words, nuint* set, uint scope);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetMigMode")]
    public static partial int MigMode(nint device, out uint current, out uint pending);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetMaxMigDeviceCount")]
    public static partial int MostInstances(nint device, out uint count);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetMigDeviceHandleByIndex")]
    public static partial int Instance(nint device, uint index, out nint instance);
}
