using System.Collections;
using System.Globalization;

namespace ParallelCompute.Configuration;

/// <summary>The env <c>local_gpu</c> and the options that only it has.</summary>
internal static class LocalGpuOptions
{
    private const string Name = "local_gpu";
    private const string Visible = "CUDA_VISIBLE_DEVICES";

    private static readonly OptionKind Devices = new(
        "devices", "indices or UUIDs of GPUs, such as 0, '0,2', 'GPU-8932f937' or a list of them", ReadDevices)
    {
        KeepsText = true,
    };

    private static readonly OptionKind SizeOrShare = new(
        "size or share",
        "a number of bytes, such as '20GiB', a share of the memory from 0 to 1, such as 0.8, or 'none'",
        written => (object?)Share(written) ?? SizeText.Read(written))
    {
        KeepsText = true,
    };

    internal static EnvDefinition Env { get; } = new(Name, true)
    {
        // One for each place on its GPUs, which are counted when the cluster is made.
        DefaultWorkers = () => ClusterSettings.OneForEachGpu,
        Own =
        [
            new(Visible, Devices, null,
                "The GPUs to use, as CUDA reads this variable; unset: as the client's environment says, or all."),
            new("workers_per_gpu", OptionKinds.Count, "1", "Workers that share a GPU."),
            new("device_memory_limit", SizeOrShare, "none",
                "What functions find as `WorkerContext.Current.Devices[0].MemoryLimit`; nobody is held to it."),
        ],
        Check = (values, faults) =>
        {
            if (((IReadOnlyDictionary<string, string>)values["environment"]!).ContainsKey(Visible))
            {
                faults.Add(
                    $"Option 'environment' must not set {Visible} for env {Name}: every worker gets a GPU of its " +
                    $"own. Say which to use by the option {Visible}.", "options.environment");
            }
        },
    };

    private static double? Share(object written) => written switch
    {
        float or double or decimal => Bounded(Convert.ToDouble(written, CultureInfo.InvariantCulture)),
        string text when double.TryParse(
            text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) =>
            Bounded(number),
        _ => null,
    };

    private static double? Bounded(double share) => share is > 0 and <= 1 ? share : null;

    private static string? ReadDevices(object written) => written switch
    {
        string text => text.Length == 0 || text.Any(char.IsControl) ? null : text,
        sbyte or byte or short or ushort or int or uint or long =>
            Convert.ToString(written, CultureInfo.InvariantCulture),
        IDictionary => null,
        IEnumerable list => ReadList([.. list.Cast<object?>().Select(d => d is null or IList ? null : ReadDevices(d))]),
        _ => null,
    };

    private static string? ReadList(string?[] devices) =>
        devices.Length == 0 || devices.Contains(null) ? null : string.Join(',', devices);
}
