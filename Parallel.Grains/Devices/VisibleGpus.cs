using System.Globalization;

namespace ParallelCompute.Devices;

/// <summary>What <c>CUDA_VISIBLE_DEVICES</c> makes of the GPUs of a machine.</summary>
/// <param name="Gpus">Those that it names, in its order, also such as cannot be used.</param>
/// <param name="Ignored">
/// The first entry that names none; CUDA ignores it and all that follow. Null: there is none.
/// </param>
public sealed record VisibleGpus(IReadOnlyList<Gpu> Gpus, string? Ignored)
{
    /// <summary>The variable.</summary>
    public const string Variable = "CUDA_VISIBLE_DEVICES";

    /// <summary>Reads the variable as CUDA does: indices, UUIDs, or beginnings of UUIDs that only one has.</summary>
    /// <param name="text">The variable; null: unset, which names all; empty: none.</param>
    /// <param name="all">The GPUs of the machine.</param>
    /// <param name="oneInstance">
    /// Of a GPU that is split by MIG a process sees the first instance only; otherwise its name means all of them.
    /// </param>
    public static VisibleGpus Read(string? text, IReadOnlyList<Gpu> all, bool oneInstance)
    {
        ArgumentNullException.ThrowIfNull(all);
        if (text is null)
        {
            return new VisibleGpus([.. all.GroupBy(g => g.Index).SelectMany(g => Choose(g, oneInstance))], null);
        }

        List<Gpu> visible = [];
        foreach (var entry in text.Split(',').Select(e => e.Trim()))
        {
            var named = Choose(Named(entry, all), oneInstance).ToList();
            if (named.Count == 0 || named.Exists(visible.Contains))
            {
                return new VisibleGpus(visible, text.Length == 0 ? null : entry);
            }

            visible.AddRange(named);
        }

        return new VisibleGpus(visible, null);
    }

    private static IEnumerable<Gpu> Named(string entry, IReadOnlyList<Gpu> all)
    {
        if (int.TryParse(entry, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return all.Where(g => g.Index == index);
        }

        if (entry.StartsWith("MIG-", StringComparison.Ordinal))
        {
            var instances = all.Where(g => g.Uuid.StartsWith(entry, StringComparison.Ordinal)).ToList();
            return instances.Count == 1 ? instances : [];
        }

        if (!entry.StartsWith("GPU-", StringComparison.Ordinal))
        {
            return [];
        }

        var gpus = all.GroupBy(g => g.Index)
            .Where(g => g.Any(i => (i.Parent ?? i.Uuid).StartsWith(entry, StringComparison.Ordinal))).ToList();
        return gpus.Count == 1 ? gpus[0] : [];
    }

    private static IEnumerable<Gpu> Choose(IEnumerable<Gpu> gpu, bool oneInstance) => oneInstance ? gpu.Take(1) : gpu;
}
