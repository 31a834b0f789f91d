namespace ParallelCompute.Configuration;

/// <summary>How the options of a batch system depend on each other.</summary>
internal static class BatchRules
{
    /// <summary>
    /// One job has <c>cores</c> and <c>memory</c>, which its <c>processes</c> share. Unset, these follow from the
    /// threads that each is to have; where those are unset too, from the cores alone: one each up to four, then the
    /// smallest divisor that is not below the root.
    /// </summary>
    internal static void Complete(Dictionary<string, object?> values, IReadOnlySet<string> written)
    {
        if (values["cores"] is not int cores)
        {
            return;
        }

        var hasThreads = written.Contains("threads_per_worker");
        if (!written.Contains("processes"))
        {
            var threads = (int)values["threads_per_worker"]!;
            values["processes"] = hasThreads ? Math.Max(1, cores / threads) : Processes(cores);
        }

        var processes = (int)values["processes"]!;
        if (!hasThreads)
        {
            values["threads_per_worker"] = Math.Max(1, cores / processes);
        }

        if (!written.Contains("memory_limit") && values["memory"] is long memory)
        {
            values["memory_limit"] = memory / processes;
        }
    }

    internal static void Check(IReadOnlyDictionary<string, object?> values, FaultList faults)
    {
        foreach (var name in new[] { "cores", "memory", "disk" })
        {
            if (values.TryGetValue(name, out var value) && value is null or 0L)
            {
                faults.Add(
                    $"Option '{name}' must be set: what one job may use, such as 'cores: 4', 'memory: 16GB'" +
                    (values.ContainsKey("disk") ? ", 'disk: 1GB'." : "."),
                    "options." + name, "env");
            }
        }
    }

    internal static void CheckOar(IReadOnlyDictionary<string, object?> values, FaultList faults)
    {
        Check(values, faults);
        if (values["memory_per_core_property_name"] is null)
        {
            faults.Warn(
                "OAR is not asked for memory: set 'memory_per_core_property_name' to the property of nodes that " +
                "tells the MiB of a core, or to not_applicable.");
        }
    }

    private static int Processes(int cores) =>
        cores <= 4 ? cores : Enumerable.Range(1, cores).First(f => cores % f == 0 && (long)f * f >= cores);
}
