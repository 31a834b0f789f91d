using ParallelCompute.Blobs;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Blobs;

public sealed class ClusterFolderTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void The_folder_lives_as_long_as_somebody_is_in_it()
    {
        var first = ClusterFolder.Enter(_root.Path, "c1");
        var second = ClusterFolder.Enter(_root.Path, "c1");
        Assert.Equal(first.Path, second.Path);
        File.WriteAllText(Path.Combine(first.Path, "content"), "");
        first.Dispose();
        ClusterFolder.Sweep(_root.Path);
        Assert.True(File.Exists(Path.Combine(second.Path, "content")));
        second.Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(_root.Path));
    }

    [Fact]
    public void A_sweep_removes_what_dead_clusters_left_and_nothing_else()
    {
        using var alive = ClusterFolder.Enter(_root.Path, "alive");
        string[] dead = ["parallel-data-dead", "parallel-data-half", "parallel-data-old.0123"];
        string[] others = ["parallel-other", "data", "parallel-code-me"];
        foreach (var name in dead.Concat(others))
        {
            PrivateFolder.Make(Path.Combine(_root.Path, name));
        }

        // Others can enter it: not one of ours.
        Directory.CreateDirectory(Path.Combine(_root.Path, "parallel-data-open"));
        File.WriteAllText(Path.Combine(_root.Path, dead[0], "lock"), "");
        Directory.CreateDirectory(Path.Combine(_root.Path, dead[0], "blobs"));
        ClusterFolder.Sweep(_root.Path);
        Assert.Equal(
            others.Concat(["parallel-data-alive", "parallel-data-open"]).Order(StringComparer.Ordinal),
            Directory.GetDirectories(_root.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        ClusterFolder.Sweep(Path.Combine(_root.Path, "nothing"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../up")]
    [InlineData("a/b")]
    [InlineData("a.b")]
    public void An_id_that_is_no_plain_name_is_refused(string cluster)
    {
        Assert.Throws<ShippingException>(() => ClusterFolder.Enter(_root.Path, cluster));
        Assert.Throws<ShippingException>(() => ClusterFolder.Enter(_root.Path, new string('a', 65)));
        Assert.Empty(Directory.GetFileSystemEntries(_root.Path));
    }

    [Fact]
    public async Task Whoever_is_in_it_finds_it_while_others_come_and_go()
    {
        // Races of entering, leaving and sweeping: nobody may lose the folder under his feet.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                using var folder = ClusterFolder.Enter(_root.Path, "c1");
                var own = Path.Combine(folder.Path, $"{n}");
                File.WriteAllText(own, "");
                ClusterFolder.Sweep(_root.Path);
                Assert.True(File.Exists(own));
                File.Delete(own);
            }
        }))).WaitAsync(Gate.Limit);
        Assert.Empty(Directory.GetFileSystemEntries(_root.Path));
    }
}
