using System.Diagnostics;
using System.Runtime.InteropServices;
using ParallelCompute.Devices;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>Starts processes that may use some processors only.</summary>
internal static unsafe partial class Affinity
{
    /// <summary>For 8192 processors, more than kernels are built for.</summary>
    private const int Words = 128;

    private const int ThisThread = 0;

    /// <summary>Starts a process on those of the processors given that this thread may use; on all where it may none.
    /// </summary>
    /// <remarks>
    /// A new process has the processors of the thread that starts it, from its first instruction on: its runtime then
    /// counts them when it chooses how many threads to have, which it would not where they are set later.
    /// </remarks>
    public static Process Start(ProcessStartInfo start, string processors)
    {
        var own = stackalloc nuint[Words];
        var wanted = stackalloc nuint[Words];
        if (processors.Length == 0 || !OperatingSystem.IsLinux() || !Limit(processors, own, wanted))
        {
            return Process.Start(start)!;
        }

        try
        {
            return Process.Start(start)!;
        }
        finally
        {
            _ = Set(ThisThread, Size, own);
        }
    }

    private static nuint Size => (nuint)(Words * sizeof(nuint));

    private static bool Limit(string processors, nuint* own, nuint* wanted)
    {
        new Span<nuint>(own, Words).Clear();
        ProcessorList.Fill(processors, new Span<nuint>(wanted, Words));
        if (Get(ThisThread, Size, own) < 0)
        {
            return false;
        }

        for (var i = 0; i < Words; i++)
        {
            wanted[i] &= own[i];
        }

        return ProcessorList.First(new(wanted, Words)) >= 0 && Set(ThisThread, Size, wanted) == 0;
    }

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int Get(int thread, nuint bytes, nuint* set);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int Set(int thread, nuint bytes, nuint* set);
}
