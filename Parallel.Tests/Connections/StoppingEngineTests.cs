using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Dispatch;
using ParallelCompute.Runtime;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Connections;

public sealed class StoppingEngineTests
{
    private const int Times = 100;
    private const int Peers = 8;

    [Fact]
    public async Task A_worker_that_was_let_in_is_told_to_stop_however_late_it_comes()
    {
        using var folder = new TemporaryFolder();
        for (var time = 0; time < Times; time++)
        {
            await using var engine = new BuiltinEngine(new BuiltinEngineSettings(
                $"stop{time}", folder.Path, new DispatchSettings(Gate.Limit, 3, Gate.Limit), Gate.Limit, Gate.Limit,
                Gate.Limit, new Dictionary<string, double>(), NullLogger.Instance));
            var content = (await engine.StartAsync(CancellationToken.None)).Content;
            var ticket = Ticket.Parser.ParseFrom(Convert.FromBase64String(content));
            var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task<bool?>[] joining =
                [.. Enumerable.Range(0, Peers).Select(n => Task.Run(() => JoinAsync(ticket, n, first)))];
            // The others are somewhere on their way.
            await first.Task.Soon();
            await engine.StopAsync([], Gate.Limit).Soon();
            var ends = await Task.WhenAll(joining).Soon();
            Assert.DoesNotContain(false, ends);
            Assert.Contains(true, ends);
        }
    }

    /// <returns>Whether it was told to stop; null where it was not let in at all.</returns>
    private static async Task<bool?> JoinAsync(Ticket ticket, int number, TaskCompletionSource joined)
    {
        using var limit = new CancellationTokenSource(Gate.Limit);
        FrameReader reader;
        Stream stream;
        try
        {
            stream = await Dialer.DialAsync(ticket, Gate.Limit);
            reader = new FrameReader(stream);
            await Handshake.DialAsync(
                stream, reader, ticket.Secret.ToByteArray(), new Hello { Worker = $"w{number}", Slots = 1 },
                Versions.Own, limit.Token);
            joined.TrySetResult();
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException)
        {
            return null;
        }

        await using (stream)
        {
            while (await reader.ReadAsync(ToWorker.Parser, FrameLimits.Member, limit.Token) is { } frame)
            {
                if (frame.Message.Stop is not null)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
