using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Execution;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;
using Xunit.Abstractions;

namespace ParallelCompute.Tests.Hostile;

/// <summary>The other direction: mutations of what a dispatcher says end a worker's connection, never more.</summary>
[Collection(Processes.Name)]
public sealed class WorkerFuzzTests(ITestOutputHelper output) : IReporter, IDisposable
{
    private const int FramesAtOnce = 20;
    private const long MostGrowth = 256L << 20;

    private static readonly int Connections = 1_000 * LongTests.Times;

    private readonly TemporaryFolder _folder = new();

    void IReporter.Say(ToDispatcher message, ReadOnlyMemory<byte> payload)
    {
        // Nobody listens.
    }

    [Fact]
    public async Task Mutated_frames_end_a_workers_connection_and_nothing_else()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable(Seeds.Variable) ?? "1", CultureInfo.InvariantCulture);
        var genuine = Traffic.Load().Dispatcher[2..];
        var before = Environment.WorkingSet;
        for (var connection = 0; connection < Connections; connection++)
        {
            var random = new Random(unchecked((seed * 1_000_003) + connection));
            byte[] said = [.. genuine[0], .. FrameMutation.Of(random, genuine, FramesAtOnce, ToWorker.Parser)];
            var reason = await ServeAsync(said).Soon();
            Assert.True(reason.Length > 0, $"seed {seed}, connection {connection}");
        }

        var growth = Environment.WorkingSet - before;
        output.WriteLine($"seed {seed} ({Seeds.Variable}): {Connections * FramesAtOnce} frames, " +
            $"resident memory grew by {growth >> 20} MiB");
        Assert.InRange(growth, long.MinValue, MostGrowth);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(-1, 0, 1)]
    [InlineData(int.MaxValue, long.MaxValue, 1)]
    [InlineData(1, -1, 1)]
    public async Task A_batch_that_cannot_be_ends_the_connection(int count, long first, long lease)
    {
        var batch = new RunBatch { Run = 1, Lease = lease, First = first, Count = count };
        var reason = await ServeAsync(Member.Frame(new ToWorker { RunBatch = batch }, [])).Soon();
        Assert.Contains("cannot be under lease 1", reason, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A worker that hears that, up to the end of its connection, and why it ended.</summary>
    private async Task<string> ServeAsync(byte[] said)
    {
        using var stream = new MemoryStream(said, writable: false);
        using var connection = new Connection<ToWorker>(
            stream, new FrameReader(stream), new ToDispatcher(), Gate.Limit, TimeProvider.System);
        await using var worker = new WorkerGrain(
            new WorkerSettings("w1", 1, [], "fuzz", _folder.Path, NullLogger.Instance), this);
        await connection.RunAsync(ToWorker.Parser, Gate.Limit, worker.Receive);
        return connection.Reason;
    }
}
