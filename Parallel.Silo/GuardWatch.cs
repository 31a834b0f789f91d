using ParallelCompute.Launching;

namespace ParallelCompute.Silo;

/// <summary>
/// Listens to the silo's guard, and when that dies, seen as the end of standard input, ends the silo and what it
/// started.
/// </summary>
/// <remarks>By SIGKILL: an orderly exit can hang in user code.</remarks>
internal static class GuardWatch
{
    /// <param name="input">Where the guard speaks.</param>
    /// <param name="leave">Told when the silo is to leave, with the time that it has.</param>
    public static void Start(TextReader input, Action<TimeSpan> leave) =>
        new Thread(() =>
        {
            try
            {
                while (input.ReadLine() is { } line)
                {
                    if (GuardWords.IsLeave(line, out var within))
                    {
                        leave(within);
                    }
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // A broken pipe is the end as well.
            }

            ProcessGroup.EndOwn();
        })
        { IsBackground = true, Name = "guard watch" }.Start();
}
