using ParallelCompute.Runtime.Guarding;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Launchers;

public sealed class MemoryKillsTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("0::/user/a b", "sys/fs/cgroup/user/a b/memory.events", "the cgroup /user/a b")]
    [InlineData("0::/user", "sys/fs/cgroup/memory.events", "the cgroup /")]
    [InlineData("9:name=systemd:/\n4:cpu,memory:/x\n0::/",
        "sys/fs/cgroup/memory/x/memory.oom_control", "the cgroup /x")]
    [InlineData("4:memory:/x", "sys/fs/cgroup/memory/memory.oom_control", "the cgroup /")]
    [InlineData("0::/user", "proc/vmstat", "the machine")]
    [InlineData("garbage", "proc/vmstat", "the machine")]
    public void The_count_is_found_in_cgroups_of_either_version(string cgroups, string file, string where)
    {
        Write("proc/self/cgroup", cgroups);
        Write(file, "oom 9\noom_kill 3\noom_group_kill 7");
        var kills = new MemoryKills(_root.Path);
        Assert.Equal(new MemoryCount(where, 3, 3), kills.Claim());
        Write(file, "oom 9\noom_kill 5");
        Assert.Equal(new MemoryCount(where, 3, 5), kills.Claim());
        Assert.Equal(new MemoryCount(where, 4, 5), kills.Claim());
        Assert.Equal(new MemoryCount(where, 5, 5), kills.Claim());
    }

    [Fact]
    public void A_count_that_cannot_be_read_is_not_told()
    {
        Assert.Null(new MemoryKills(_root.Path).Claim());
        Write("proc/self/cgroup", "0::/../../etc");
        Write("sys/fs/cgroup/memory.events", "oom_kill -1\noom_kill x\n");
        Assert.Null(new MemoryKills(_root.Path).Claim());
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root.Path, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
