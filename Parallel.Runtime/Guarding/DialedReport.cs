using System.Net.Sockets;
using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>Reports the end of a worker to the dispatcher itself, by a connection for each.</summary>
internal sealed class DialedReport(Ticket ticket, GuardSettings settings) : IGuardReport
{
    /// <summary>Longer than a network that works needs; the dispatcher may be gone for good.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public IOutputSink Output(string worker) => new CopiedOutput(worker, settings.Output, settings.Errors);

    public async Task TellAsync(LaunchNotice notice, int process, bool insist)
    {
        if (notice.State != LaunchState.Exited)
        {
            // That it runs, the dispatcher sees when it joins.
            return;
        }

        using var limit = new CancellationTokenSource(Limit);
        var reason = "";
        do
        {
            try
            {
                await DeliverAsync(GuardNotices.Of(notice, process), limit.Token).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (e is IOException or SocketException or ProtocolException or
                CryptographicException or OperationCanceledException)
            {
                reason = reason.Length > 0 && e is OperationCanceledException ? reason : e.Message;
            }

            if (!insist)
            {
                // The cluster has told the worker to end, and may have ended itself.
                return;
            }

            await Task.Delay(Pause, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!limit.IsCancellationRequested);

        settings.Logger.LogWarning(
            "The cluster could not be told that worker {Worker} has ended ({Cause}): {Reason}.", notice.Worker,
            notice.Detail, reason.TrimEnd('.'));
    }

    private async Task DeliverAsync(GuardNotice notice, CancellationToken limit)
    {
        await using var stream = await Dialer.DialAsync(ticket, Limit).WaitAsync(limit).ConfigureAwait(false);
        var reader = new FrameReader(stream);
        var self = new Hello { Worker = notice.Worker, IsGuard = true };
        await Handshake.DialAsync(stream, reader, ticket.Secret.ToByteArray(), self, Versions.Own, limit)
            .ConfigureAwait(false);
        await Handshake.WriteAsync(stream, notice, limit).ConfigureAwait(false);
        // It closes the connection when it has read the notice.
        if (await reader.ReadAsync(GuardNotice.Parser, FrameLimits.Stranger, limit).ConfigureAwait(false) is not null)
        {
            throw new ProtocolException("the dispatcher answered what it should not");
        }
    }
}
