using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ParallelCompute.Launching;

/// <summary>The processes of one worker: its own and those that user code starts there. They end together.</summary>
/// <remarks>
/// A group, not a session (setsid): when the client dies while the worker is stopped, the kernel wakes a stopped group
/// that nobody is left for. What makes a group of its own, as daemons do, is not found.
/// </remarks>
public static partial class ProcessGroup
{
    private const int Sigkill = 9;

    private static bool IsKnown => !OperatingSystem.IsWindows();

    /// <summary>Begins a group for this process and all that it will start.</summary>
    public static void Lead()
    {
        if (IsKnown)
        {
            // It fails for the leader of a session, which has its own group already.
            _ = SetGroup(0, 0);
        }
    }

    /// <summary>Ends what is left of the group that a process led, which has ended just now.</summary>
    public static void End(int leader)
    {
        if (IsKnown)
        {
            _ = Signal(-leader, Sigkill);
        }
    }

    /// <summary>Ends this process and its group at once.</summary>
    public static void EndOwn()
    {
        if (IsKnown && Group(0) == Environment.ProcessId)
        {
            _ = Signal(0, Sigkill);
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    [LibraryImport("libc", EntryPoint = "setpgid")]
    private static partial int SetGroup(int process, int group);

    [LibraryImport("libc", EntryPoint = "getpgid")]
    private static partial int Group(int process);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
