using System.Runtime.InteropServices;

namespace ParallelCompute.Devices;

/// <summary>Reads the GPUs from NVML, which knows all of the machine, also those that are split or broken.</summary>
internal static unsafe class NvmlReader
{
    /// <summary>Words of a set of processors, for 4096 of them.</summary>
    private const int Words = 64;

    /// <exception cref="DriverException">The driver does not answer at all.</exception>
    /// <exception cref="DllNotFoundException">There is no NVML.</exception>
    public static GpuReport Read()
    {
        Check(Nvml.Init(), "nvmlInit_v2");
        try
        {
            Check(Nvml.Count(out var count), "nvmlDeviceGetCount_v2");
            List<Gpu> gpus = [];
            var index = 0;
            for (var i = 0u; i < count; i++)
            {
                var error = Nvml.Device(i, out var device);
                if (error == Nvml.NoPermission)
                {
                    // A batch system keeps it from this job: then nobody here counts it, CUDA neither.
                    continue;
                }

                gpus.AddRange(error == Nvml.Success ? Describe(index, device)
                    : [new Gpu(index, "", "") { Fault = Fault(error, "nvmlDeviceGetHandleByIndex_v2") }]);
                index++;
            }

            return new GpuReport(gpus, [], false);
        }
        finally
        {
            _ = Nvml.Shutdown();
        }
    }

    private static List<Gpu> Describe(int index, nint device)
    {
        var gpu = Describe(index, device, new Gpu(index, "", ""));
        if (gpu.Fault is not null || !IsSplit(device))
        {
            return [gpu];
        }

        var error = Nvml.MostInstances(device, out var most);
        if (error != Nvml.Success)
        {
            return [gpu with { Fault = Fault(error, "nvmlDeviceGetMaxMigDeviceCount") }];
        }

        var instances = Instances(gpu, device, most);
        return instances.Count > 0 ? instances
            : [gpu with { Fault = "it is split by MIG and has no instance yet; nvidia-smi mig -cgi makes them" }];
    }

    /// <summary>What the driver tells of a GPU or an instance, beside what is known of it by its GPU.</summary>
    private static Gpu Describe(int index, nint device, Gpu known)
    {
        var error = Text(&Nvml.Uuid, device, out var uuid);
        if (error != Nvml.Success)
        {
            return known with { Fault = Fault(error, "nvmlDeviceGetUUID") };
        }

        Text(&Nvml.Name, device, out var name);
        error = Nvml.Memory(device, out var memory);
        var fault = error is Nvml.Success or Nvml.NotSupported ? null : Fault(error, "nvmlDeviceGetMemoryInfo");
        var isWhole = known.Uuid.Length == 0;
        if (isWhole && Nvml.ComputeMode(device, out var mode) == Nvml.Success && mode == Nvml.Prohibited)
        {
            fault ??= "its compute mode is Prohibited; nvidia-smi -c 0 changes that";
        }

        return new Gpu(index, uuid, name.Length > 0 ? name : known.Name)
        {
            Parent = isWhole ? null : known.Uuid,
            TotalMemory = (long)memory.Total,
            FreeMemory = error == Nvml.Success ? (long)memory.Free : null,
            NumaNode = isWhole ? NodeOf(device) : known.NumaNode,
            Processors = isWhole ? ProcessorsOf(device) : known.Processors,
            Fault = fault,
        };
    }

    private static List<Gpu> Instances(Gpu gpu, nint device, uint most)
    {
        List<Gpu> instances = [];
        for (var i = 0u; i < most; i++)
        {
            // Not every number has an instance.
            if (Nvml.Instance(device, i, out var instance) == Nvml.Success)
            {
                instances.Add(Describe(gpu.Index, instance, gpu));
            }
        }

        return instances;
    }

    private static bool IsSplit(nint device) => Optional(() =>
        Nvml.MigMode(device, out var current, out _) == Nvml.Success && current == Nvml.MigEnabled);

    private static string ProcessorsOf(nint device)
    {
        var set = stackalloc nuint[Words];
        new Span<nuint>(set, Words).Clear();
        return Nvml.Processors(device, Words, set) == Nvml.Success ? ProcessorList.Of(new(set, Words)) : "";
    }

    private static int? NodeOf(nint device) => Optional<int?>(() =>
    {
        var set = stackalloc nuint[Words];
        new Span<nuint>(set, Words).Clear();
        return Nvml.Nodes(device, Words, set, Nvml.NodeScope) == Nvml.Success
            && ProcessorList.First(new(set, Words)) is >= 0 and var node ? node : null;
    });

    /// <summary>A call that drivers of some years ago do not have.</summary>
    private static T? Optional<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (EntryPointNotFoundException)
        {
            return default;
        }
    }

    private static int Text(delegate*<nint, byte*, uint, int> call, nint device, out string text)
    {
        var buffer = stackalloc byte[Nvml.TextSize];
        var error = call(device, buffer, Nvml.TextSize);
        buffer[Nvml.TextSize - 1] = 0;
        text = error == Nvml.Success ? Marshal.PtrToStringUTF8((nint)buffer) ?? "" : "";
        return error;
    }

    private static void Check(int error, string call)
    {
        if (error != Nvml.Success)
        {
            throw new DriverException(Fault(error, call));
        }
    }

    private static string Fault(int error, string call) =>
        $"{call} failed with {error} ({Marshal.PtrToStringUTF8(Nvml.ErrorString(error))})";
}
