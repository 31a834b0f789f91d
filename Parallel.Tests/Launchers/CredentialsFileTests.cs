using System.Diagnostics;
using System.Runtime.Versioning;
using ParallelCompute.Launching;
using ParallelCompute.Tests.Architecture;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Launchers;

[Collection(Processes.Name)]
[SupportedOSPlatform("linux")]
public sealed class CredentialsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "credentials");

    [Theory]
    [InlineData(TransportProtocol.Unix)]
    [InlineData(TransportProtocol.Tcp)]
    public async Task A_worker_that_was_started_by_hand_joins_by_it_and_ends_with_the_client(TransportProtocol protocol)
    {
        var config = new ParallelConfig { NWorkers = 1 };
        config.Options["credentials_file"] = File;
        config.Options["protocol"] = protocol;
        Process worker;
        await using (var client = await ParallelCluster.GetClientAsync(config).Soon())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
            worker = Start("extra1");
            Assert.True(SpinWait.SpinUntil(() => client.Snapshot().Workers.Count == 2, Gate.Limit));
            string[] places = [Path.Combine(_folder.Path, "a"), Path.Combine(_folder.Path, "b")];
            var workers = await client.ParallelMapAsync(
                (string own) => MeetAt(own, places), places, new MapOptions { BatchSize = 1 }).Soon();
            Assert.Equal(["extra1", "w1"], workers.Order(StringComparer.Ordinal));
        }

        await worker.WaitForExitAsync().Soon();
        Assert.False(System.IO.File.Exists(File));
        Assert.Equal(0, worker.ExitCode);
    }

    [Fact]
    public async Task A_file_that_others_can_read_is_refused_by_the_worker()
    {
        CredentialsFile.Write(File, new JoinTicket("builtin", "c2VjcmV0"));
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        using var worker = Start("extra1");
        await worker.WaitForExitAsync().Soon();
        var said = await worker.StandardError.ReadToEndAsync();
        Assert.Equal(3, worker.ExitCode);
        Assert.Contains("chmod 600 " + File, said, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_ticket_is_refused()
    {
        Assert.Contains("cannot be read", Refusal(), StringComparison.Ordinal);
        foreach (var content in new[] { "", "builtin", "builtin ", " content", "a b c", new string('x', 100_000) })
        {
            System.IO.File.WriteAllText(File, content);
            System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Assert.Contains("is no credentials file", Refusal(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_told_and_leaves_no_worker()
    {
        var config = new ParallelConfig { NWorkers = 1 };
        config.Options["credentials_file"] = Path.Combine(_folder.Path, "missing", "credentials");
        var error = await Assert.ThrowsAsync<LaunchException>(() => ParallelCluster.GetClientAsync(config).Soon());
        Assert.Contains("The credentials file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ticket_that_is_logged_keeps_its_secret() =>
        Assert.DoesNotContain("s3cret", new JoinTicket("builtin", "s3cret").ToString(), StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private static string MeetAt(string own, string[] places)
    {
        System.IO.File.WriteAllText(own, "");
        Assert.True(SpinWait.SpinUntil(() => places.All(System.IO.File.Exists), Gate.Limit));
        return WorkerContext.Current!.WorkerId;
    }

    private string Refusal() => Assert.Throws<LaunchException>(() => CredentialsFile.Read(File)).Message;

    private Process Start(string id) => Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { Repository.Silo("parallel-silo.dll"), "worker", id, "1", "--credentials", File },
        RedirectStandardError = true,
    })!;
}
