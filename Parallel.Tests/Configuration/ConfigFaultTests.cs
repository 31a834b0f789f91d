using ParallelCompute.Configuration;
using Xunit;

namespace ParallelCompute.Tests.Configuration;

public sealed class ConfigFaultTests
{
    [Fact]
    public void An_unknown_env_is_named_with_the_nearest_known_one() =>
        Assert.Equal(
            $"Unknown env: slrum. Did you mean 'slurm'? Available: {ConfigSchema.Current.AvailableEnvs}.",
            Assert.Single(FaultsOf(new ParallelConfig { Env = "slrum" })));

    [Theory]
    [InlineData("kube")]
    public void An_env_that_is_not_there_yet_is_the_only_fault_of_its_options(string env) =>
        Assert.Equal(
            $"env '{env}' is not available in this version; available: {ConfigSchema.Current.AvailableEnvs}.",
            Assert.Single(FaultsOf(new ParallelConfig { Env = env, Options = { ["queue"] = "gpu" } })));

    [Fact]
    public void An_engine_that_is_not_there_yet_is_refused() =>
        Assert.Equal(
            "engine 'orleans' is not available in this version; available: builtin.",
            Assert.Single(FaultsOf(new ParallelConfig { Engine = "orleans" })));

    [Fact]
    public void An_unknown_engine_is_refused() =>
        Assert.Equal(
            "Unknown engine: buildin. Did you mean 'builtin'? Available: builtin.",
            Assert.Single(FaultsOf(new ParallelConfig { Engine = "buildin" })));

    [Fact]
    public void Names_that_are_null_are_unknown() =>
        Assert.Equal(2, FaultsOf(new ParallelConfig { Env = null!, Engine = null! }).Count);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_number_of_workers_out_of_range_is_refused(int count) =>
        Assert.Equal(
            $"n_workers must be a whole number from 1 to 1000000, not {count}.",
            Assert.Single(FaultsOf(new ParallelConfig { NWorkers = count })));

    [Fact]
    public void All_faults_are_reported_at_once()
    {
        var faults = FaultsOf(new ParallelConfig
        {
            Env = "locale",
            Engine = "x",
            NWorkers = 0,
            Options =
            {
                ["thread_per_worker"] = 1,
                ["whatever"] = 1,
                ["nanny"] = "maybe",
                ["start_timeout"] = 0,
                ["n_workers"] = 3,
            },
        });
        Assert.Collection(
            faults,
            f => Assert.StartsWith("Unknown env: locale. Did you mean 'local'?", f),
            f => Assert.StartsWith("Unknown engine: x.", f),
            f => Assert.StartsWith("n_workers must be", f),
            f => Assert.EndsWith("Did you mean 'threads_per_worker'?", f),
            f => Assert.Contains("'whatever' for env locale. Valid options: threads_per_worker, memory_limit,", f),
            f => Assert.Equal("Option 'nanny' must be true or false, not 'maybe'.", f),
            f => Assert.StartsWith("Option 'start_timeout' must be a duration from 1 ms to 24 days", f),
            f => Assert.Contains("at the top level", f));
    }

    [Theory]
    [InlineData("host", "node1", "unix")]
    [InlineData("port", "9000-9100", "unix")]
    [InlineData("interface", "ib0", "unix")]
    [InlineData("interface", "ib0", "auto")]
    public void What_is_for_tcp_alone_contradicts_a_unix_socket(string name, string value, string protocol) =>
        Assert.Equal(
            $"Option '{name}' contradicts protocol '{protocol}', which uses a Unix socket for env local; set " +
            $"protocol to 'tcp' or remove '{name}'.",
            Assert.Single(FaultsOf(new ParallelConfig
            {
                Options = { ["protocol"] = protocol, [name] = value },
            })));

    [Theory]
    [InlineData("node1:9000")]
    [InlineData("two words")]
    [InlineData("")]
    public void A_host_is_a_name_or_an_address(string host) =>
        Assert.StartsWith(
            "Option 'host' must be the name or the address of a host, without a port",
            Assert.Single(FaultsOf(new ParallelConfig { Options = { ["protocol"] = "tcp", ["host"] = host } })));

    [Theory]
    [InlineData("protocol", "smoke")]
    [InlineData("threads_per_worker", 1.5)]
    [InlineData("threads_per_worker", 0)]
    [InlineData("allowed_failures", 0)]
    [InlineData("heartbeat_interval", "0.0001")]
    [InlineData("death_timeout", "-1 s")]
    [InlineData("setup_timeout", "100 days")]
    [InlineData("local_directory", 5)]
    [InlineData("local_directory", "")]
    [InlineData("environment", "A=1")]
    public void A_wrong_value_is_shown_with_what_to_write(string name, object value)
    {
        var fault = Assert.Single(FaultsOf(new ParallelConfig { Options = { [name] = value } }));
        Assert.StartsWith($"Option '{name}' must be ", fault);
        Assert.Contains(", not ", fault);
    }

    [Fact]
    public void Objects_and_collections_are_wrong_values_too()
    {
        object[] wrong = [new object(), new List<int>(), new Dictionary<string, int>(), new Uri("http://x")];
        Assert.All(wrong, value => Assert.Single(FaultsOf(new ParallelConfig { Options = { ["nanny"] = value } })));
    }

    [Fact]
    public void A_worker_must_be_silent_longer_than_a_heartbeat() =>
        Assert.StartsWith(
            "Option 'worker_timeout' (00:00:15) must be greater than 'heartbeat_interval' (00:00:15)",
            Assert.Single(FaultsOf(new ParallelConfig { Options = { ["heartbeat_interval"] = 15 } })));

    [Fact]
    public void A_wrong_timeout_is_not_compared_with_the_heartbeat() =>
        Assert.StartsWith(
            "Option 'worker_timeout' must be a duration",
            Assert.Single(FaultsOf(new ParallelConfig
            {
                Options = { ["heartbeat_interval"] = 20, ["worker_timeout"] = "long" },
            })));

    [Fact]
    public void A_long_value_is_cut_and_stays_on_one_line()
    {
        var value = "\n\u001b" + new string('x', 1_000_000);
        var fault = Assert.Single(FaultsOf(new ParallelConfig { Options = { ["nanny"] = value } }));
        Assert.True(fault.Length < 200);
        Assert.DoesNotContain('\n', fault);
        Assert.DoesNotContain('\u001b', fault);
    }

    private static IReadOnlyList<string> FaultsOf(ParallelConfig config) =>
        Assert.Throws<ConfigException>(() => ClusterSettings.From(config)).Faults;
}
