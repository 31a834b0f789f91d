using ParallelCompute.Launching;

namespace ParallelCompute.Silo;

/// <summary>Ends the silo and what it started when its guard dies, seen as the end of standard input.</summary>
/// <remarks>By SIGKILL: an orderly exit can hang in user code.</remarks>
internal static class GuardWatch
{
    public static void Start(TextReader input) =>
        new Thread(() =>
        {
            try
            {
                while (input.Read() >= 0)
                {
                    // Nothing is said here; only the end counts.
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
