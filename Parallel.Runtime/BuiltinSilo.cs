using System.Net.Sockets;
using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using ParallelCompute.Blobs;
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

    /// <summary>Runs the worker until it is told to stop or its dispatcher is lost.</summary>
    /// <remarks>The calling thread serves the network until then: it waits in the kernel, not for a task.</remarks>
    /// <returns>Null after an orderly stop, otherwise why it ended, for the log.</returns>
    public static async Task<string?> RunAsync(SiloSettings settings)
    {
        try
        {
            var ticket = Ticket.Parser.ParseFrom(Convert.FromBase64String(settings.Ticket));
            // Waited for here: a continuation would go on with a thread of the pool.
            await using var stream = new BlockingStream(Dialer.DialAsync(ticket, DialLimit).GetAwaiter().GetResult());
            var reader = new FrameReader(stream);
            stream.ReadTimeout = (int)DialLimit.TotalMilliseconds;
            var local = ticket.LocalDirectory.Length == 0 ? null : ticket.LocalDirectory;
            var marks = SlotMarks.Open(settings.MarksFile, settings.Slots);
            var self = new Hello
            {
                Worker = settings.Worker, Slots = settings.Slots, Node = BlobFolders.Node(local),
                Resources = { ticket.Resources }, LeavesMarks = marks.AreShared,
            };
            var terms = await Handshake.DialAsync(
                stream, reader, ticket.Secret.ToByteArray(), self, Versions.Own, CancellationToken.None);
            stream.ReadTimeout = Timeout.Infinite;
            ThreadPool.UnsafeQueueUserWorkItem(static root => BlobFolders.Sweep(root), local, preferLocal: false);
            var worker = new WorkerSettings(
                settings.Worker, settings.Slots, [], ticket.Cluster, local, settings.Logger) { Marks = marks };
            return await ServeAsync(worker, stream, reader, terms);
        }
        catch (Exception e) when (e is FormatException or InvalidProtocolBufferException or CryptographicException)
        {
            return "the join ticket on standard input is damaged";
        }
        catch (Exception e)
            when (e is IOException or SocketException or ProtocolException)
        {
            return $"joining the cluster failed: {e.Message}";
        }
    }

    private static async Task<string?> ServeAsync(
        WorkerSettings settings, BlockingStream stream, FrameReader reader, Welcome terms)
    {
        await using var connection = new Connection<ToWorker>(
            stream, reader, new ToDispatcher { Heartbeat = new Heartbeat() },
            TimeSpan.FromMilliseconds(terms.SilenceMs), TimeProvider.System);
        await using var grain = new WorkerGrain(settings, new ConnectionReporter(connection));
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
        await grain.StopAsync(grace ?? TimeSpan.FromSeconds(1));
        return grace is null ? $"the dispatcher is lost: {connection.Reason}" : null;
    }
}
