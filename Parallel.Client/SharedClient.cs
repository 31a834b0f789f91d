namespace ParallelCompute;

/// <summary>The client that calls on <see cref="ParallelCluster"/> share where the program opened none.</summary>
internal static class SharedClient
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    private static readonly Lock Gate = new();
    private static Task<ParallelClient>? s_starting;

    /// <summary>
    /// The client opened last, or the shared one, held open until <see cref="ParallelClient.Release"/>.
    /// </summary>
    /// <exception cref="ParallelException">None is open and none can be started.</exception>
    public static async Task<ParallelClient> HoldAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (ParallelCluster.Latest() is { } latest)
            {
                if (latest.TryHold())
                {
                    return latest;
                }

                // It is being closed; it leaves the list of open clients at the same time.
                ParallelCluster.Closed(latest);
                continue;
            }

            Task<ParallelClient> starting;
            lock (Gate)
            {
                starting = s_starting ??= StartAsync();
            }

            await starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the shared client, when its open calls are done; later calls start another.</summary>
    public static void Close()
    {
        Task<ParallelClient>? starting;
        lock (Gate)
        {
            (starting, s_starting) = (s_starting, null);
        }

        if (starting is { IsCompletedSuccessfully: true })
        {
            var client = starting.Result;
            ParallelCluster.Closed(client);
            client.KeepIdleFor(TimeSpan.Zero);
        }
    }

    private static async Task<ParallelClient> StartAsync()
    {
        // Off the caller's lock and context.
        await Task.Yield();
        try
        {
            var client = await ParallelCluster.GetClientAsync().ConfigureAwait(false);
            client.KeepIdleFor(Kept);
            client.Disposing += Forget;
            return client;
        }
        catch
        {
            Forget();
            throw;
        }
    }

    private static void Forget()
    {
        lock (Gate)
        {
            s_starting = null;
        }
    }
}
