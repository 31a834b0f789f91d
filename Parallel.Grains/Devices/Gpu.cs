namespace ParallelCompute.Devices;

/// <summary>A GPU of this machine, or an instance of one that is split by MIG, as the driver describes it.</summary>
/// <param name="Index">The GPU's index, as <c>nvidia-smi</c> shows it; instances have that of their GPU.</param>
/// <param name="Uuid"><c>GPU-...</c> or <c>MIG-...</c>; empty where the driver does not even tell that.</param>
/// <param name="Name">What it is.</param>
public sealed record Gpu(int Index, string Uuid, string Name)
{
    /// <summary>The UUID of the GPU that this is an instance of; null for a whole one.</summary>
    public string? Parent { get; init; }

    /// <summary>Bytes of memory; 0 where the driver does not tell.</summary>
    public long TotalMemory { get; init; }

    /// <summary>Bytes of memory that nobody used when it was looked at; null where that is not told.</summary>
    public long? FreeMemory { get; init; }

    /// <summary>The NUMA node that it is attached to; null where there is one only, or it is not told.</summary>
    public int? NumaNode { get; init; }

    /// <summary>The processors near it (<c>0-15,32-47</c>); empty where that is not told.</summary>
    public string Processors { get; init; } = "";

    /// <summary>Why it cannot be used; null where it can.</summary>
    public string? Fault { get; init; }

    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        const long MiB = 1 << 20;
        var free = FreeMemory is { } bytes ? $", {bytes / MiB} MiB free" : "";
        var near = (NumaNode is { } node ? $", NUMA node {node}" : "") +
            (Processors.Length == 0 ? "" : $", processors {Processors}");
        var what = $"GPU {Index}{(Uuid.Length == 0 ? "" : $" {Uuid}")}{(Name.Length == 0 ? "" : $" ({Name})")}";
        return Fault is null
            ? $"{what}: {TotalMemory / MiB} MiB{free}{near}" : $"{what} cannot be used: {Fault}";
    }
}
