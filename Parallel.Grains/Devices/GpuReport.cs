using System.Text.Json;

namespace ParallelCompute.Devices;

/// <summary>The GPUs of this machine, and what stands in the way of finding more.</summary>
/// <param name="Gpus">All that were found, those that cannot be used too, by index.</param>
/// <param name="Faults">Why a library of the driver was of no use, one sentence each.</param>
/// <param name="IsFiltered">
/// The library that told of them had read <c>CUDA_VISIBLE_DEVICES</c> of this process and left out the others.
/// </param>
public sealed record GpuReport(IReadOnlyList<Gpu> Gpus, IReadOnlyList<string> Faults, bool IsFiltered)
{
    /// <summary>One line for each GPU, or why there is none.</summary>
    public IEnumerable<string> Describe() =>
        Gpus.Count > 0 ? Gpus.Select(g => g.ToString()) : ["No NVIDIA GPU was found.", .. Faults];

    /// <summary>The report as one line that <see cref="Parse"/> reads.</summary>
    public string ToText() => JsonSerializer.Serialize(this, GpuReportText.Default.GpuReport);

    /// <summary>Reads what another process found.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static GpuReport Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, GpuReportText.Default.GpuReport)
                ?? throw new FormatException("The report is null.");
        }
        catch (JsonException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
