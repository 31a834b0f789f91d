using System.Net.Sockets;

namespace ParallelCompute.Cli.Bench.Chaos;

/// <summary>What runs on workers that are to be lost now and then.</summary>
internal static class ChaosItem
{
    /// <summary>
    /// One of so many waits instead of computing: workers that outnumber the processors then keep most of their rate
    /// while others are started.
    /// </summary>
    private const int WaitingOnes = 64;

    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(10);

    /// <summary>What the item gives, wherever it runs and however often.</summary>
    public static long ResultOf(long item) => (3 * item) + 1;

    public static async Task<long> RunAsync(long item, string orders)
    {
        // An item that dies of an order does so once.
        if (WorkerContext.Current is { Attempt: 1 } context && Orders.Take(orders, context.WorkerId) is { } misfortune)
        {
            Suffer(misfortune);
        }

        if (item % WaitingOnes == 0)
        {
            await Task.Delay(Wait);
        }

        return ResultOf(item);
    }

    private static void Suffer(Misfortune misfortune)
    {
        switch (misfortune)
        {
            case Misfortune.Exit:
                Environment.Exit(7);
                break;
            case Misfortune.FailFast:
                Environment.FailFast("ordered");
                break;
            case Misfortune.StackOverflow:
                Overflow(1);
                break;
            case Misfortune.Disconnect:
                Disconnect();
                break;
        }
    }

    private static int Overflow(int depth) => Overflow(depth + 1) + depth;

    private static void Disconnect()
    {
        foreach (var descriptor in new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos())
        {
            // The only connected one is the worker's; that of the runtime's diagnostics listens.
            if (descriptor.LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true)
            {
                using var socket = new Socket(new SafeSocketHandle(nint.Parse(
                    descriptor.Name, System.Globalization.CultureInfo.InvariantCulture), ownsHandle: false));
                if (socket.Connected)
                {
                    socket.Shutdown(SocketShutdown.Both);
                }
            }
        }
    }
}
