using System.Runtime.InteropServices;

namespace ParallelCompute.Cleanup;

/// <summary>The pipe that is a worker's standard input, whose other end its guard holds. Linux only.</summary>
internal static partial class GuardPipe
{
    private const int ReadOnly = 0, NonBlocking = 0x800, CloseOnExec = 0x80000;
    private const short HangUp = 0x10;

    /// <summary>Whether no process holds the other end; null where its standard input is no pipe.</summary>
    /// <param name="process">A process of this user.</param>
    public static bool? IsAbandoned(int process)
    {
        var path = $"/proc/{process}/fd/0";
        var target = new FileInfo(path).LinkTarget;
        if (target?.StartsWith("pipe:", StringComparison.Ordinal) != true)
        {
            return null;
        }

        var file = Open(path, ReadOnly | NonBlocking | CloseOnExec);
        if (file < 0)
        {
            return null;
        }

        // Nothing is read: what is in the pipe is for the worker. A hang-up is told unasked.
        var poll = new Poll { File = file };
        var answers = Ask(ref poll, 1, 0);
        _ = Close(file);
        return answers >= 0 ? (poll.Told & HangUp) != 0 : null;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Ask(ref Poll polls, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    /// <summary>As poll(2) has it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Poll
    {
        public int File;
        public short Asked;
        public short Told;
    }
}
