using System.Diagnostics;
using System.Security.Cryptography;
using Google.Protobuf;
using ParallelCompute.Blobs;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Blobs;

public sealed class BlobStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Root => Path.Combine(_folder.Path, "blobs");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_stored_is_read_again_by_another_process_of_the_folder()
    {
        using var writing = new BlobStore(Root, 1000);
        using var reading = new BlobStore(Root, 1000);
        var bytes = Bytes(100, 1);
        Assert.Null(reading.Read(Of(bytes)));
        Store(writing, bytes);
        Store(reading, bytes);
        Assert.Equal(bytes, reading.Read(Of(bytes)));
        Assert.Equal(bytes, File.ReadAllBytes(writing.Find(Of(bytes))!));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), Path.GetFileName(Assert.Single(Files())));
    }

    [Fact]
    public void Only_the_owner_can_enter_the_folder_and_read_the_files()
    {
        using var store = new BlobStore(Root, 1000);
        Store(store, Bytes(100, 1));
        var owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(Root));
            Assert.Equal(owner, File.GetUnixFileMode(Assert.Single(Files())));
        }
    }

    [Fact]
    public void A_file_that_is_not_the_blob_is_not_read_and_goes()
    {
        using var store = new BlobStore(Root, 1000);
        var bytes = Bytes(100, 1);
        Store(store, bytes);
        var path = Assert.Single(Files());
        foreach (var wrong in (byte[][])[Bytes(100, 2), Bytes(99, 1), []])
        {
            File.WriteAllBytes(path, wrong);
            Assert.Null(store.Read(Of(bytes)));
            Assert.Empty(Files());
            File.WriteAllBytes(path, wrong);
            Assert.Null(store.Find(Of(bytes)));
            Assert.Empty(Files());
        }
    }

    [Fact]
    public void What_is_not_the_blob_is_never_seen_and_leaves_nothing()
    {
        using var store = new BlobStore(Root, 1000);
        var blob = Of(Bytes(100, 1));
        using (var file = store.Create(blob))
        {
            file.Write(Bytes(60, 1));
            Assert.Null(store.Read(blob));
            Refused(() => file.Write(Bytes(41, 1)));
            Refused(file.Complete);
        }

        using (var file = store.Create(blob))
        {
            file.Write(Bytes(100, 3));
            Refused(file.Complete);
        }

        Assert.Empty(Files());
        Assert.False(store.Has(blob));
    }

    [Fact]
    public void A_hash_that_is_none_names_no_file()
    {
        using var store = new BlobStore(Root, 1000);
        foreach (var hash in (byte[][])[[], [.. "../../../../etc/passwd"u8], Bytes(31, 1), Bytes(33, 1)])
        {
            var blob = new Blob { Sha256 = ByteString.CopyFrom(hash), Size = 3 };
            Refused(() => store.Read(blob));
            Refused(() => store.Create(blob));
        }

        Refused(() => store.Create(new Blob { Sha256 = Of([]).Sha256, Size = -1 }));
    }

    [Fact]
    public void What_was_not_used_for_longest_makes_room()
    {
        using var store = new BlobStore(Root, 250);
        var blobs = Enumerable.Range(0, 3).Select(i => Bytes(100, (byte)i)).ToArray();
        Store(store, blobs[0]);
        Store(store, blobs[1]);
        File.SetLastWriteTimeUtc(PathOf(blobs[0]), DateTime.UnixEpoch);
        File.SetLastWriteTimeUtc(PathOf(blobs[1]), DateTime.UnixEpoch.AddDays(1));
        Assert.NotNull(store.Read(Of(blobs[0])));
        Store(store, blobs[2]);
        Assert.Equal(new[] { true, false, true }, blobs.Select(b => store.Has(Of(b))));
    }

    [Fact]
    public void What_any_process_has_given_away_stays_however_full_the_folder_is()
    {
        using var store = new BlobStore(Root, 250);
        using var other = new BlobStore(Root, 250);
        var (kept, free, next) = (Bytes(200, 1), Bytes(40, 2), Bytes(100, 3));
        Store(store, kept);
        Store(store, free);
        Assert.Equal(PathOf(kept), other.Find(Of(kept)));
        Assert.Contains("in use", Refused(() => store.Create(Of(next))), StringComparison.Ordinal);
        Assert.Equal(PathOf(kept), Assert.Single(Files()));
        other.Dispose();
        Store(store, next);
        Assert.Equal(PathOf(next), Assert.Single(Files()));
    }

    [Fact]
    public void A_blob_larger_than_the_folder_may_get_is_refused_before_anything_is_written()
    {
        using var store = new BlobStore(Root, 250);
        Store(store, Bytes(100, 1));
        Refused(() => store.Create(new Blob { Sha256 = Of([1]).Sha256, Size = 251 }));
        Refused(() => store.Create(new Blob { Sha256 = Of([1]).Sha256, Size = long.MaxValue }));
        Assert.Single(Files());
    }

    [Fact]
    public void What_a_dead_process_left_unfinished_goes_and_what_a_live_one_writes_stays()
    {
        using var store = new BlobStore(Root, 1000);
        using var writing = store.Create(Of(Bytes(100, 1)));
        writing.Write(Bytes(50, 1));
        var leftover = PathOf(Bytes(100, 2)) + ".1234" + BlobStore.Unfinished;
        File.WriteAllBytes(leftover, Bytes(50, 2));
        Store(store, Bytes(100, 3));
        Assert.False(File.Exists(leftover));
        writing.Write(Bytes(100, 1).AsSpan(50));
        writing.Complete();
        Assert.Equal(Bytes(100, 1), store.Read(Of(Bytes(100, 1))));
    }

    [Fact]
    public void A_folder_that_others_can_enter_or_that_is_a_link_is_refused()
    {
        Directory.CreateDirectory(Root);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Root, (UnixFileMode)0b111_101_101);
        }

        Assert.Contains("others can enter it", Refused(() => PrivateFolder.Make(Root)), StringComparison.Ordinal);
        var link = Path.Combine(_folder.Path, "link");
        File.CreateSymbolicLink(link, Directory.CreateTempSubdirectory("parallel-test-").FullName);
        Assert.Contains("it is no folder", Refused(() => PrivateFolder.Make(link)), StringComparison.Ordinal);
        Directory.Delete(new FileInfo(link).LinkTarget!);
        Refused(() => PrivateFolder.Make(Path.Combine("/proc/1", "blobs")));
    }

    [Fact]
    public void A_folder_of_somebody_else_is_refused()
    {
        // The superuser's where the tests are run by somebody else, otherwise one that is given away.
        var folder = "/root";
        if (Environment.IsPrivilegedProcess)
        {
            folder = Directory.CreateDirectory(Root).FullName;
            using var chown = Process.Start("chown", ["12345", folder]);
            chown.WaitForExit();
        }

        Assert.Contains("belongs to user", PrivateFolder.Fault(folder), StringComparison.Ordinal);
    }

    private static byte[] Bytes(int count, byte seed)
    {
        var bytes = new byte[count];
        Array.Fill(bytes, seed);
        return bytes;
    }

    private static Blob Of(byte[] bytes) =>
        new() { Sha256 = ByteString.CopyFrom(SHA256.HashData(bytes)), Size = bytes.Length };

    private static string Refused(Action act) => Assert.Throws<ShippingException>(act).Message;

    private static void Store(BlobStore store, byte[] bytes)
    {
        using var file = store.Create(Of(bytes));
        file.Write(bytes);
        file.Complete();
    }

    private string PathOf(byte[] bytes) => Path.Combine(Root, Convert.ToHexStringLower(SHA256.HashData(bytes)));

    private string[] Files() => Directory.GetFiles(Root);
}
