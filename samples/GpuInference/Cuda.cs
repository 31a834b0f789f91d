using System.Runtime.InteropServices;

namespace GpuInference;

/// <summary>The few calls of the CUDA driver that the sample needs, under the names of today's header.</summary>
/// <remarks>
/// Each returns 0 or an error. CUdevice is an int, CUdeviceptr a 64-bit number; contexts, modules, functions and
/// streams are pointers.
/// </remarks>
internal static unsafe partial class Cuda
{
    private const string Library = "libcuda.so.1";

    [LibraryImport(Library, EntryPoint = "cuInit")]
    public static partial int Init(uint flags);

    [LibraryImport(Library, EntryPoint = "cuDeviceGet")]
    public static partial int Device(out int device, int ordinal);

    [LibraryImport(Library, EntryPoint = "cuDevicePrimaryCtxRetain")]
    public static partial int RetainContext(out nint context, int device);

    [LibraryImport(Library, EntryPoint = "cuDevicePrimaryCtxRelease_v2")]
    public static partial int ReleaseContext(int device);

    [LibraryImport(Library, EntryPoint = "cuCtxSetCurrent")]
    public static partial int UseContext(nint context);

    [LibraryImport(Library, EntryPoint = "cuModuleLoadData")]
    public static partial int LoadModule(out nint module, byte* image);

    [LibraryImport(Library, EntryPoint = "cuModuleUnload")]
    public static partial int UnloadModule(nint module);

    [LibraryImport(Library, EntryPoint = "cuModuleGetFunction", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Function(out nint function, nint module, string name);

    [LibraryImport(Library, EntryPoint = "cuMemAlloc_v2")]
    public static partial int Allocate(out ulong memory, nuint bytes);

    [LibraryImport(Library, EntryPoint = "cuMemFree_v2")]
    public static partial int Free(ulong memory);

    [LibraryImport(Library, EntryPoint = "cuMemcpyHtoD_v2")]
    public static partial int CopyTo(ulong memory, void* host, nuint bytes);

    [LibraryImport(Library, EntryPoint = "cuMemcpyDtoH_v2")]
    public static partial int CopyFrom(void* host, ulong memory, nuint bytes);

    [LibraryImport(Library, EntryPoint = "cuLaunchKernel")]
    public static partial int Launch(
        nint function, uint gridX, uint gridY, uint gridZ, uint blockX, uint blockY, uint blockZ, uint sharedBytes,
        nint stream, void** parameters, void** extra);

    [LibraryImport(Library, EntryPoint = "cuGetErrorName")]
    private static partial int ErrorName(int error, out nint text);

    /// <exception cref="InvalidOperationException">The call failed.</exception>
    public static void Check(int error, string call)
    {
        if (error != 0)
        {
            var name = ErrorName(error, out var text) == 0 ? Marshal.PtrToStringUTF8(text) : "an unknown error";
            throw new InvalidOperationException($"{call} failed with {error} ({name}).");
        }
    }
}
