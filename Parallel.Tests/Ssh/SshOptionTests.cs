using ParallelCompute.Configuration;
using ParallelCompute.Launchers.Ssh;
using ParallelCompute.Tests.Architecture;

namespace ParallelCompute.Tests.Ssh;

public sealed class SshOptionTests
{
    [Fact]
    public void What_is_written_for_a_host_counts_before_what_is_written_for_all()
    {
        var hosts = Hosts("""
            env: ssh
            n_workers: 4
            options:
              hosts:
                - node1
                - { host: node2, username: eve, port: 2200, n_workers: 8, working_directory: /scratch, tunnel: true,
                    remote_python: /opt/parallel-silo, nthreads: 4, memory_limit: none, push: false }
              connect_options: { username: adam, port: 22, client_keys: [~/a, /b], known_hosts: /k, ssh_config: ~/c,
                                 connect_timeout: 3 s }
              worker_options: { n_workers: 2, nthreads: 1, memory_limit: 2GiB }
              working_directory: /data
              push_folder: ~/silo
            """);
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal(
            ["node1", "adam", 22, "/k", $"{home}/c", 3.0, 2, 1, 2L << 30, "/data", null, true, $"{home}/silo", false],
            Told(hosts[0]));
        Assert.Equal(
            ["node2", "eve", 2200, "/k", $"{home}/c", 3.0, 8, 4, 0L, "/scratch", "/opt/parallel-silo", false,
             $"{home}/silo", true],
            Told(hosts[1]));
        Assert.Equal([$"{home}/a", "/b"], hosts[1].ClientKeys);
    }

    [Theory]
    [InlineData("hosts: [node1, -oProxyCommand=x]", "'host' in hosts[2] must be the name or address of a host")]
    [InlineData("hosts: ['two words']", "'host' in hosts[1] must be")]
    [InlineData("hosts: ['a;b']", "'host' in hosts[1] must be")]
    [InlineData("hosts: [\"a\\nb\"]", "'host' in hosts[1] must be")]
    [InlineData("hosts: ['$(reboot)']", "'host' in hosts[1] must be")]
    [InlineData("hosts: [{ host: a, hosts: b }]", "Unknown key 'hosts' in hosts[1]. Did you mean 'host'?")]
    [InlineData("hosts: [{ username: eve }]", "hosts[1] has no 'host'")]
    [InlineData("hosts: [{ host: a, prot: 22 }]", "Unknown key 'prot' in hosts[1]. Did you mean 'port'?")]
    [InlineData("hosts: [{ host: a, port: 70000 }]", "'port' in hosts[1] must be a port from 1 to 65535")]
    [InlineData("hosts: [a]\n  connect_options: { usrname: x }",
        "Unknown key 'usrname' in connect_options. Did you mean 'username'?")]
    [InlineData("hosts: [a]\n  connect_options: { username: -x }", "'username' in connect_options must be")]
    [InlineData("hosts: [a]\n  connect_options: { client_keys: ['a\"b'] }", "'client_keys' in connect_options must be")]
    [InlineData("hosts: [a]\n  worker_options: { nthread: 1 }",
        "Unknown key 'nthread' in worker_options. Did you mean 'nthreads'?")]
    [InlineData("hosts: a", "Option 'hosts' must be a list")]
    [InlineData("hosts: []", "Option 'hosts' must be a list of at least one host")]
    [InlineData("nanny: true", "Option 'hosts' must be set for env ssh")]
    [InlineData("hosts: [a]\n  environment: { A.B: 1 }", "'A.B' of 'environment' cannot be set by a shell")]
    public void A_fault_is_found_where_it_is(string options, string fault)
    {
        var faults = Assert.Throws<ConfigException>(
            () => ParallelConfig.Parse($"env: ssh\nn_workers: 1\noptions:\n  {options}")).Faults;
        Assert.Contains(fault, Assert.Single(faults), StringComparison.Ordinal);
        Assert.StartsWith("line ", faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_that_all_reach_by_tunnels_listens_on_loopback()
    {
        bool IsRemote(string hosts) => ClusterSettings.From(ParallelConfig.Parse(
            $"env: ssh\nn_workers: 1\noptions: {{ hosts: {hosts}, tunnel: true }}")).IsRemote;
        Assert.False(IsRemote("[a, b]"));
        Assert.True(IsRemote("[a, { host: b, tunnel: false }]"));
    }

    [Fact]
    public void Ssh_is_called_so_that_nothing_is_asked_accepted_or_taken_for_an_option()
    {
        var host = Hosts("""
            env: ssh
            n_workers: 1
            options:
              hosts: [node1]
              connect_options: { username: eve, port: 2200, client_keys: /k/50%, known_hosts: '/a b', ssh_config: /c }
            """)[0];
        var call = SshCommand.Arguments(host, "echo 'it''s' $HOME").ToList();
        Assert.Equal(["--", "node1", "exec sh -c 'echo '\\''it'\\'''\\''s'\\'' $HOME'"], call[^3..]);
        string[] wanted =
        [
            "BatchMode=yes", "StrictHostKeyChecking=yes", "ControlPath=none", "ConnectTimeout=10", "IdentitiesOnly=yes",
            "UserKnownHostsFile=\"/a b\"", "GlobalKnownHostsFile=/dev/null",
        ];
        Assert.All(wanted, option => Assert.Equal("-o", call[call.IndexOf(option) - 1]));
        Assert.Equal(["/k/50%%"], call.Skip(call.IndexOf("-i") + 1).Take(1));
        Assert.Equal(
            "ssh -F /c -o ConnectTimeout=10 -l eve -p 2200 -o 'UserKnownHostsFile=\"/a b\"' -o " +
            "GlobalKnownHostsFile=/dev/null -i /k/50%% -o IdentitiesOnly=yes node1 true",
            SshCommand.Show(host));
    }

    [Fact]
    public void The_example_of_deploy_is_valid()
    {
        var config = ParallelConfig.Load(Repository.Combine("deploy", "ssh", "parallel.yaml"));
        Assert.Equal(["node1", "node2"], SshHost.Of(ClusterSettings.From(config)).Select(h => h.Name));
    }

    [Fact]
    public void The_documentation_shows_the_tables()
    {
        var page = File.ReadAllText(Repository.Combine("docs", "environments", "ssh.md"));
        Assert.All(
            SshOptions.All.Concat(SshOptions.OfHost).Where(o => o.Name != "host"),
            o => Assert.Contains(
                $"| `{o.Name}` | {o.Kind.Name} | {o.Default ?? "unset"} | {o.Description} |", page,
                StringComparison.Ordinal));
    }

    private static IReadOnlyList<SshHost> Hosts(string text) =>
        SshHost.Of(ClusterSettings.From(ParallelConfig.Parse(text)));

    private static object?[] Told(SshHost host) =>
    [
        host.Name, host.Username, host.Port, host.KnownHosts, host.SshConfig, host.ConnectTimeout.TotalSeconds,
        host.MostWorkers, host.ThreadsPerWorker, host.MemoryLimit, host.WorkingDirectory, host.SiloCommand,
        host.Push, host.PushFolder, host.Tunnel,
    ];
}
