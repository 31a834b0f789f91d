namespace ParallelCompute.Devices;

/// <summary>Finds the NVIDIA GPUs of this machine through the driver's own libraries.</summary>
public static class GpuInventory
{
    /// <summary>Asks NVML, and where that is of no use the CUDA driver. Neither makes a context on a GPU.</summary>
    /// <remarks>
    /// A driver in trouble can take long or end the process, and the CUDA driver stays initialized in it: what must not
    /// suffer from that asks in a process of its own (<c>parallel-silo devices</c>).
    /// </remarks>
    public static GpuReport Read()
    {
        List<string> faults = [];
        foreach (var (library, read) in new (string, Func<GpuReport>)[]
            { (Nvml.Library, NvmlReader.Read), (CudaDriver.Library, CudaReader.Read) })
        {
            try
            {
                var report = read();
                if (report.Gpus.Count > 0)
                {
                    return report;
                }

                faults.Add($"{library} counts no GPU.");
            }
            catch (DllNotFoundException)
            {
                faults.Add($"{library} was not found: install NVIDIA's driver, or add its folder to LD_LIBRARY_PATH.");
            }
            catch (EntryPointNotFoundException e)
            {
                faults.Add($"{library} is too old: {e.Message}");
            }
            catch (BadImageFormatException e)
            {
                faults.Add($"{library} cannot be loaded: {e.Message}");
            }
            catch (DriverException e)
            {
                faults.Add($"{library} is of no use: {e.Message}.");
            }
        }

        return new GpuReport([], faults, false);
    }
}
