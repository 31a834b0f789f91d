using System.Globalization;

namespace ParallelCompute.Cli.Bench;

/// <summary>What a process takes of its machine, as the kernel counts.</summary>
/// <param name="MemoryMb">Resident memory.</param>
/// <param name="Threads">Its threads.</param>
/// <param name="Handles">Its open descriptors.</param>
internal sealed record ProcessFigures(double MemoryMb, double Threads, double Handles)
{
    /// <exception cref="IOException">It has ended.</exception>
    public static ProcessFigures Of(int id) => new(
        (Status(id, "VmRSS:") ?? 0) * 1024 / 1e6, Status(id, "Threads:") ?? 0,
        Directory.GetFileSystemEntries($"/proc/{id}/fd").Length);

    /// <summary>The number in a line such as <c>VmRSS:     38912 kB</c>.</summary>
    /// <exception cref="IOException">It has ended.</exception>
    public static double? Status(int id, string key)
    {
        var line = File.ReadLines($"/proc/{id}/status")
            .FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal));
        var words = line?.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        return words is [_, var number, ..] ? double.Parse(number, CultureInfo.InvariantCulture) : null;
    }
}
