using Microsoft.Extensions.Logging;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Standalone;

namespace ParallelCompute.Runtime;

/// <summary>A dispatcher in a process of its own: it serves several clients and outlives them.</summary>
public static class StandaloneDispatcher
{
    /// <summary>Serves clients and workers until it is told to end.</summary>
    /// <remarks>
    /// Where it is told, the cluster is over and its files go. Where its process is killed they stay, and who is
    /// started with them next is the same dispatcher to its clients and workers: they come back to it.
    /// </remarks>
    /// <param name="credentials">The file to write, with which clients and workers join.</param>
    /// <param name="settings">Its options; what is for clients and workers has no meaning here.</param>
    /// <param name="logger">Its log.</param>
    /// <param name="ready">Called when it can be joined.</param>
    /// <param name="end">Tells it to end.</param>
    /// <exception cref="LaunchException">It cannot listen, or a file cannot be written.</exception>
    public static async Task RunAsync(
        string credentials, ClusterSettings settings, ILogger logger, Action ready, CancellationToken end)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(ready);
        using var file = IdentityFile.Open(credentials);
        var engineSettings = BuiltinEngineSettings.Of(settings, logger) with { Standalone = true, Kept = file.Kept };
        if (file.Kept is { } kept)
        {
            engineSettings = engineSettings with { Cluster = kept.Ticket.Cluster };
        }

        await using var engine = new BuiltinEngine(engineSettings);
        var ticket = await engine.StartAsync(end).ConfigureAwait(false);
        file.Write(engine.Identity!);
        CredentialsFile.Write(credentials, ticket);
        ready();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (end.UnsafeRegister(_ => ended.TrySetResult(), null).ConfigureAwait(false))
        {
            await ended.Task.ConfigureAwait(false);
        }

        CredentialsFile.Remove(credentials);
        file.Remove();
        await engine.StopAsync([], settings.CancelGrace).ConfigureAwait(false);
    }
}
