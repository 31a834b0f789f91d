using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using ParallelCompute.Blobs;
using ParallelCompute.Execution;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Blobs;

public sealed class WorkerBlobsTests : IDisposable
{
    private static readonly byte[] s_bytes = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i / 1000))];

    private static readonly Blob s_blob = new()
    {
        Sha256 = ByteString.CopyFrom(SHA256.HashData(s_bytes)), Size = s_bytes.Length,
    };

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Values_are_read_and_code_is_a_file_that_outlives_the_cluster()
    {
        var honest = new HostileDispatcher(Honest);
        using (var blobs = Open(honest))
        {
            Assert.Equal(s_bytes, blobs.Read(1, s_blob).ToArray());
            Assert.Equal(s_bytes, blobs.Read(1, s_blob).ToArray());
            Assert.Equal(s_bytes, File.ReadAllBytes(blobs.Fetch(1, s_blob)));
            Assert.Equal([1L, 2], honest.Ended);
        }

        Assert.Equal($"parallel-code-{Environment.UserName}", Path.GetFileName(Assert.Single(Entries())));
        using var later = Open(new HostileDispatcher(_ => throw new InvalidOperationException("it is there")));
        Assert.Equal(s_bytes, File.ReadAllBytes(later.Fetch(1, s_blob)));
    }

    [Fact]
    public void Threads_that_need_the_same_blob_fetch_it_once()
    {
        var honest = new HostileDispatcher(Honest);
        using var blobs = Open(honest);
        Parallel.For(0, 8, _ => Assert.Equal(s_bytes.Length, blobs.Read(1, s_blob).Length));
        Assert.Equal([1L], honest.Ended);
    }

    public static TheoryData<string> Lies => ["offset", "short", "long", "content", "more", "failure", "silence"];

    [Theory]
    [MemberData(nameof(Lies))]
    public void Parts_that_are_not_the_blobs_are_refused_and_leave_nothing(string lie)
    {
        var hostile = new HostileDispatcher(asked =>
        {
            var (part, bytes) = Honest(asked)!.Value;
            switch (lie)
            {
                case "offset":
                    part.Offset++;
                    break;
                case "short":
                    bytes = bytes[1..];
                    break;
                case "long":
                    bytes = [.. bytes, 0];
                    break;
                case "content":
                    bytes[7]++;
                    break;
                case "more":
                    bytes = new byte[5_000_000];
                    break;
                case "failure":
                    part.Failure = new Failure { Message = "the call has ended" };
                    break;
                default:
                    return null;
            }

            return (part, bytes);
        });
        using (var blobs = Open(hostile))
        {
            var error = Assert.Throws<ShippingException>(() => blobs.Read(1, s_blob));
            Assert.Contains(lie switch { "failure" => "ended", "silence" => "came", _ => "arrived" }, error.Message);
            Assert.Equal([1L], hostile.Ended);
            Assert.Empty(Directory.GetFiles(Path.Combine(Assert.Single(Entries()), "blobs")));
        }

        Assert.Empty(Entries());
    }

    [Fact]
    public void Blobs_that_cannot_be_are_refused_before_anything_is_asked()
    {
        using var blobs = Open(new HostileDispatcher(_ => throw new InvalidOperationException("asked")));
        foreach (var size in (long[])[-1, 1L + Array.MaxLength, long.MaxValue])
        {
            Assert.Throws<ShippingException>(() => blobs.Read(1, new Blob { Sha256 = s_blob.Sha256, Size = size }));
        }

        Assert.Throws<ShippingException>(() => blobs.Read(1, new Blob { Size = 1 }));
        Assert.Throws<ShippingException>(
            () => blobs.Fetch(1, new Blob { Sha256 = s_blob.Sha256, Size = 1L << 40 }));
    }

    [Fact]
    public async Task A_refused_turn_and_a_worker_that_stops_end_the_wait()
    {
        using var refused = Open(new HostileDispatcher(Honest) { Refusal = new Failure { Message = "closed" } });
        Assert.Contains("closed", Assert.Throws<ShippingException>(() => refused.Read(1, s_blob)).Message);
        var asked = new TaskCompletionSource();
        var silent = new HostileDispatcher(_ =>
        {
            asked.TrySetResult();
            return null;
        });
        using var waiting = new WorkerBlobs(Settings(), silent, Gate.Limit);
        silent.Blobs = waiting;
        var read = Task.Run(() => waiting.Read(1, s_blob));
        await asked.Task.Soon();
        waiting.Stop();
        Assert.Contains("stops", (await Assert.ThrowsAsync<ShippingException>(() => read.Soon())).Message);
        Assert.Contains("stops", Assert.Throws<ShippingException>(() => waiting.Read(1, s_blob)).Message);
    }

    private static (BlobPart Part, byte[] Bytes)? Honest(NeedPart asked) => (
        new BlobPart { Need = asked.Need, Offset = asked.Offset },
        s_bytes[(int)asked.Offset..((int)asked.Offset + asked.Size)]);

    private WorkerSettings Settings() => new("w1", 1, [], "c1", _root.Path, NullLogger.Instance);

    private WorkerBlobs Open(HostileDispatcher dispatcher) =>
        dispatcher.Blobs = new WorkerBlobs(Settings(), dispatcher, TimeSpan.FromMilliseconds(200));

    private string[] Entries() => Directory.GetFileSystemEntries(_root.Path);
}
