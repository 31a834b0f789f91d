using System.Globalization;
using ParallelCompute.Runtime.Examining;

namespace ParallelCompute.Doctor;

/// <summary>What to think of what was found on a node.</summary>
/// <param name="settings">What is asked for.</param>
/// <param name="asked">When the node was asked, by this machine's clock.</param>
/// <param name="answered">When its answer was there.</param>
internal sealed class NodeChecks(ClusterSettings settings, DateTimeOffset asked, DateTimeOffset answered)
{
    /// <summary>Of resources, the one that everybody calls so.</summary>
    private const string Gpu = "gpu";

    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(5);

    public IEnumerable<DoctorFinding> Of(string node, NodeFacts facts)
    {
        DoctorFinding Fine(string check, string text) => new(check, node, true, text);
        DoctorFinding Fault(string check, string text) => new(check, node, false, text);

        var (runtime, rid, protocol) = NodeExamination.Own;
        var versions = $".NET {facts.Runtime} for {facts.Rid} on {facts.Host}";
        yield return (facts.Runtime, facts.Rid, facts.Protocol) == (runtime, rid, protocol)
            ? Fine("runtime", versions)
            : Fault("runtime", $"{versions} with protocol {facts.Protocol}; this machine has .NET {runtime} for " +
                $"{rid} with protocol {protocol}. Install the same runtime there, and use the worker program of this " +
                "build.");
        var skew = Skew(facts);
        yield return skew.Duration() <= MostSkew ? Fine("clock", "as here") : Fault("clock",
            string.Create(CultureInfo.InvariantCulture, $"{skew.Duration().TotalSeconds:F0} s ") +
            $"{(skew > TimeSpan.Zero ? "ahead of" : "behind")} this machine's. Have both set by NTP.");
        foreach (var folder in facts.Folders)
        {
            yield return folder.Problem.Length == 0 ? Fine("folder", $"{folder.What} can be written") : Fault("folder",
                $"{folder.What} cannot be written there: {folder.Problem} Make it writable, or set another one.");
        }

        foreach (var file in facts.Files)
        {
            var folder = Path.GetDirectoryName(file.What);
            yield return file.Problem.Length == 0
                ? Fine("shared folder", $"{folder} is seen there as here") : Fault("shared folder",
                    $"what this machine writes to {folder} is not seen there. Set a folder that both mount.");
        }

        if (settings.Resources.ContainsKey(Gpu))
        {
            yield return facts.Gpus.Count > 0 ? Fine("GPU", string.Join(", ", facts.Gpus)) : Fault("GPU",
                "resources offer one, but workers see none there. Have the system give one to the job, install the " +
                "driver, or take it out of resources.");
        }

        var (found, lost) = (facts.Ways.Where(w => w.Problem.Length == 0).Select(w => w.What).ToList(),
            string.Join("; ", facts.Ways.Where(w => w.Problem.Length > 0).Select(w => $"{w.What}: {w.Problem}")));
        yield return found.Count > 0
            ? Fine("connection", $"workers reach this machine at {string.Join(", ", found)}" +
                (lost.Length > 0 ? $", not at {lost}" : ""))
            : Fault("connection", $"unreachable client: workers cannot dial this machine ({lost}). Open port in the " +
                "firewall, or set host or interface to what the node can dial" +
                (settings.Env == "ssh" ? ", or tunnel: true." : "."));
    }

    /// <summary>How far the node's clock was outside of the time that the question took.</summary>
    private TimeSpan Skew(NodeFacts facts)
    {
        var there = TimeSpan.FromMilliseconds(facts.Time);
        var (from, to) = (asked - DateTimeOffset.UnixEpoch, answered - DateTimeOffset.UnixEpoch);
        return there < from ? there - from : there > to ? there - to : TimeSpan.Zero;
    }
}
