using System.Runtime.Versioning;
using System.Text;
using ParallelCompute.Tests.Behavior;

namespace ParallelCompute.Tests.Hostile;

/// <summary>While a cluster runs, nobody but its owner can read its secret or its private key anywhere.</summary>
[Collection(Processes.Name)]
[SupportedOSPlatform("linux")]
public sealed class SecretTests
{
    private const UnixFileMode Others =
        ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.StickyBit);

    [Theory]
    [InlineData(TransportProtocol.Unix)]
    [InlineData(TransportProtocol.Tcp)]
    public async Task No_secret_is_on_a_command_line_in_a_variable_in_a_log_or_in_a_file_of_others(
        TransportProtocol protocol)
    {
        await using var cluster = await HostileCluster.StartAsync(protocol);
        await using var liar = await cluster.JoinAsync();
        await liar.DisposeAsync();
        var large = new double[100_000];
        await cluster.Client.ParallelMapAsync(
            x =>
            {
                Console.Error.WriteLine($"item {x} was here");
                return large[x];
            },
            [1, 2]).GivesAsync(0, 0);

        var looked = LookAtProcesses(cluster);
        Assert.True(looked >= HostileCluster.Workers + 1, $"only {looked} processes could be looked at");
        Assert.Contains(cluster.CredentialsPath, LookAtFiles(cluster));
        Assert.Contains(cluster.Log, l => l.Contains(liar.Id, StringComparison.Ordinal));
        cluster.AssertHasNoSecret(string.Join('\n', cluster.Log));
    }

    [Theory]
    [InlineData(TransportProtocol.Unix)]
    [InlineData(TransportProtocol.Tcp)]
    public async Task What_looks_for_secrets_finds_them_in_every_form(TransportProtocol protocol)
    {
        await using var cluster = await HostileCluster.StartAsync(protocol);
        var ticket = cluster.Ticket;
        byte[][] secrets = protocol == TransportProtocol.Tcp
            ? [ticket.Secret.ToByteArray(), ticket.Key.ToByteArray()] : [ticket.Secret.ToByteArray()];
        foreach (var secret in secrets)
        {
            byte[] bytes = [1, 2, .. secret, 3];
            Assert.ThrowsAny<Exception>(() => Secrets.AssertNone(ticket, bytes, "bytes"));
            foreach (var text in new[]
            {
                Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes), Convert.ToBase64String(secret),
                Convert.ToBase64String(bytes[1..]), Convert.ToBase64String(bytes),
            })
            {
                Assert.ThrowsAny<Exception>(() => cluster.AssertHasNoSecret(text));
            }
        }

        var mode = File.GetUnixFileMode(cluster.CredentialsPath);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
        var content = await File.ReadAllTextAsync(cluster.CredentialsPath);
        Assert.ThrowsAny<Exception>(() => cluster.AssertHasNoSecret(content));
    }

    /// <summary>Command lines of all processes, variables of those that can be read: the workers among them.</summary>
    private static int LookAtProcesses(HostileCluster cluster)
    {
        var looked = 0;
        foreach (var id in Directory.GetDirectories("/proc").Select(Path.GetFileName)
            .Where(n => int.TryParse(n, out _)))
        {
            foreach (var file in new[] { "cmdline", "environ" })
            {
                var text = string.Join('\n', SiloProcesses.Read(id!, file));
                Secrets.AssertNone(cluster.Ticket, text, $"/proc/{id}/{file}");
                looked += file == "environ" && text.Length > 0 ? 1 : 0;
            }
        }

        return looked;
    }

    /// <summary>Whatever lies in the cluster's folder and holds a secret is for its owner alone.</summary>
    /// <returns>The files that hold one.</returns>
    private static List<string> LookAtFiles(HostileCluster cluster)
    {
        List<string> holders = [];
        foreach (var path in Directory.GetFiles(cluster.Folder, "*", SearchOption.AllDirectories))
        {
            var holds = Record.Exception(() => Secrets.AssertNone(cluster.Ticket, ReadAll(path), path)) is not null;
            if (holds)
            {
                holders.Add(path);
                Assert.Equal(default, File.GetUnixFileMode(path) & Others);
            }
        }

        Assert.Equal([cluster.CredentialsPath], holders);
        foreach (var folder in Directory.GetDirectories(cluster.Folder))
        {
            Assert.Equal(default, File.GetUnixFileMode(folder) & Others);
        }

        return holders;
    }

    private static byte[] ReadAll(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (IOException)
        {
            // A socket, or gone meanwhile: neither holds anything.
            return Encoding.UTF8.GetBytes(path);
        }
    }
}
