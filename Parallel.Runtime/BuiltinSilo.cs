using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ParallelCompute.Blobs;
using ParallelCompute.Devices;
using ParallelCompute.Execution;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime;

/// <summary>
/// A worker process of the builtin engine: dials its dispatcher, hosts the worker grain, ends with it.
/// </summary>
public static class BuiltinSilo
{
    private static readonly TimeSpan DialLimit = TimeSpan.FromSeconds(30);

    private const string Damaged = "the join ticket on standard input is damaged";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs the worker until it is told to stop or its dispatcher is lost.</summary>
    /// <remarks>
    /// The calling thread serves the network until then: it waits in the kernel, not for a task. A dispatcher in a
    /// process of its own may come back: the worker joins it again, with nothing of what it had before.
    /// </remarks>
    /// <returns>Null after an orderly stop, otherwise why it ended, for the log.</returns>
    public static async Task<string?> RunAsync(SiloSettings settings)
    {
        Ticket ticket;
        try
        {
            ticket = Tickets.Read(settings.Ticket);
            ticket = settings.Dispatcher is { Length: > 0 } way ? Dialer.Elsewhere(ticket, way) : ticket;
        }
        catch (FormatException)
        {
            return Damaged;
        }

        var marks = SlotMarks.Open(settings.MarksFile, settings.Slots);
        var devices = WorkerDevices.Given(settings.Logger);
        var patience = TimeSpan.Zero;
        var lostAt = 0L;
        var reason = "";
        do
        {
            try
            {
                (var ended, patience) = await ServeAsync(settings, ticket, marks, devices);
                if (ended is null)
                {
                    return null;
                }

                (reason, lostAt) = (ended, TimeProvider.System.GetTimestamp());
                settings.Logger.LogWarning("{Reason}", ended);
            }
            catch (CryptographicException)
            {
                return Damaged;
            }
            catch (Exception e) when (e is IOException or SocketException or ProtocolException)
            {
                // Of a dispatcher that was here before, why that was lost tells more.
                reason = patience == TimeSpan.Zero ? $"joining the cluster failed: {e.Message}" : reason;
            }

            // As every wait here: this thread stays the one that serves the network.
            Task.Delay(patience == TimeSpan.Zero ? TimeSpan.Zero : Pause).GetAwaiter().GetResult();
        }
        while (TimeProvider.System.GetElapsedTime(lostAt) < patience);
        return reason;
    }

    /// <summary>Joins the cluster and works until the connection ends.</summary>
    /// <returns>Why it ended, null after an orderly stop; and how long to try to join again.</returns>
    private static async Task<(string? Ended, TimeSpan Patience)> ServeAsync(
        SiloSettings settings, Ticket ticket, SlotMarks marks, IReadOnlyList<Device> devices)
    {
        // Waited for here: a continuation would go on with a thread of the pool.
        await using var stream = new BlockingStream(Dialer.DialAsync(ticket, DialLimit).GetAwaiter().GetResult());
        var reader = new FrameReader(stream);
        stream.ReadTimeout = (int)DialLimit.TotalMilliseconds;
        var local = ticket.LocalDirectory.Length == 0 ? null : MachinePath.Expand(ticket.LocalDirectory);
        var self = new Hello
        {
            Worker = settings.Worker, Slots = settings.Slots, Node = BlobFolders.Node(local),
            Resources = { ticket.Resources }, LeavesMarks = marks.AreShared,
        };
        if (devices.Count > 0)
        {
            // What the configuration says of all workers counts more than what this one finds.
            self.Resources.TryAdd(WorkerDevices.Resource, devices.Count);
        }

        if (settings.Deadline is { } deadline)
        {
            self.RemainingMs = Math.Max(1, (long)(deadline - TimeProvider.System.GetUtcNow()).TotalMilliseconds);
        }

        var terms = await Handshake.DialAsync(
            stream, reader, ticket.Secret.ToByteArray(), self, Versions.Own, CancellationToken.None);
        stream.ReadTimeout = Timeout.Infinite;
        ThreadPool.UnsafeQueueUserWorkItem(static root => BlobFolders.Sweep(root), local, preferLocal: false);
        var worker = new WorkerSettings(
            settings.Worker, settings.Slots, devices, ticket.Cluster, local, settings.Logger) { Marks = marks };
        var (ended, isFree) = await ServeAsync(worker, stream, reader, terms, settings.Leaving);
        // With threads that user code holds it cannot begin anew: its process is to be replaced.
        return (ended, isFree ? TimeSpan.FromMilliseconds(terms.RejoinMs) : TimeSpan.Zero);
    }

    private static async Task<(string? Ended, bool IsFree)> ServeAsync(
        WorkerSettings settings, BlockingStream stream, FrameReader reader, Welcome terms, Task<TimeSpan>? leaving)
    {
        using var connection = new Connection<ToWorker>(
            stream, reader, new ToDispatcher { Heartbeat = new Heartbeat() },
            TimeSpan.FromMilliseconds(terms.SilenceMs), TimeProvider.System);
        await using var grain = new WorkerGrain(settings, new ConnectionReporter(connection));
        _ = leaving?.ContinueWith(
            told => connection.Send(
                new ToDispatcher { Leave = new Leave { WithinMs = (long)told.Result.TotalMilliseconds } }, default),
            TaskScheduler.Default);
        TimeSpan? grace = null;
        await connection.RunAsync(ToWorker.Parser, TimeSpan.FromMilliseconds(terms.HeartbeatMs), (message, payload) =>
        {
            if (message.BodyCase == ToWorker.BodyOneofCase.Stop)
            {
                grace = TimeSpan.FromMilliseconds(Math.Clamp(message.Stop.GraceMs, 0, int.MaxValue));
                connection.Close("told to stop");
            }
            else
            {
                grain.Receive(message, payload);
            }
        });
        var isFree = await grain.StopAsync(grace ?? TimeSpan.FromSeconds(1));
        return (grace is null ? $"the dispatcher is lost: {connection.Reason}" : null, isFree);
    }
}
