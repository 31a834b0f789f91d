using Xunit;

namespace ParallelCompute.Tests.Configuration;

public sealed class ParallelConfigTests
{
    private const string Yaml = """
        # a comment
        env: local
        n_workers: 4
        engine: builtin
        options:
          threads_per_worker: 2
          start_timeout: 30:00
          heartbeat_interval: 0.5
          nanny: false
          local_directory: 2026
          environment: {OMP_NUM_THREADS: 1, VERSION: 1.10, FLAG: yes}
        """;

    private const string Json = """
        {
        	"env": "local", "n_workers": 4, "engine": "builtin",
        	"options": {
        		"threads_per_worker": 2, "start_timeout": "30:00", "heartbeat_interval": 0.5, "nanny": false,
        		"local_directory": "2026",
        		"environment": {"OMP_NUM_THREADS": 1, "VERSION": 1.10, "FLAG": "yes"}
        	}
        }
        """;

    [Fact]
    public void A_config_can_be_written_as_an_object_initializer()
    {
        var config = new ParallelConfig { Env = "local", NWorkers = 4, Options = { ["threads_per_worker"] = 1 } };
        Assert.Equal(4, ClusterSettings.From(config).NWorkers);
    }

    [Fact]
    public void Yaml_and_json_say_the_same()
    {
        var (yaml, json) = (ParallelConfig.Parse(Yaml), ParallelConfig.Parse(Json));
        Assert.Equal(yaml.Env, json.Env);
        Assert.Equal(yaml.NWorkers, json.NWorkers);
        Assert.Equal(yaml.Engine, json.Engine);
        Assert.Equal(yaml.Options, json.Options);
    }

    [Fact]
    public void Text_becomes_settings()
    {
        var settings = ClusterSettings.From(ParallelConfig.Parse(Yaml));
        Assert.Equal(4, settings.NWorkers);
        Assert.Equal(2, settings.ThreadsPerWorker);
        Assert.Equal(TimeSpan.FromMinutes(30), settings.StartTimeout);
        Assert.Equal(TimeSpan.FromSeconds(0.5), settings.HeartbeatInterval);
        Assert.False(settings.Nanny);
        Assert.Equal("2026", settings.LocalDirectory);
        Assert.Equal("1", settings.Variables["OMP_NUM_THREADS"]);
        Assert.Equal("1.10", settings.Variables["VERSION"]);
        Assert.Equal("yes", settings.Variables["FLAG"]);
    }

    [Fact]
    public void Options_of_a_text_keep_the_types_that_they_were_written_with()
    {
        var options = ParallelConfig.Parse(Yaml).Options;
        Assert.Equal(2, options["threads_per_worker"]);
        Assert.Equal(0.5, options["heartbeat_interval"]);
        Assert.Equal(false, options["nanny"]);
        Assert.Equal("30:00", options["start_timeout"]);
    }

    [Fact]
    public void Every_default_is_the_documented_one()
    {
        var settings = ClusterSettings.From(new ParallelConfig());
        Assert.Equal("local", settings.Env);
        Assert.Equal("builtin", settings.Engine);
        Assert.Equal(Environment.ProcessorCount, settings.NWorkers);
        Assert.Equal(1, settings.ThreadsPerWorker);
        Assert.Null(settings.MemoryLimit);
        Assert.Equal(TransportProtocol.Auto, settings.Protocol);
        Assert.Null(settings.Host);
        Assert.Equal(new PortRange(0, 0), settings.Port);
        Assert.Null(settings.Interface);
        Assert.Equal(TimeSpan.FromMinutes(5), settings.StartTimeout);
        Assert.Equal(TimeSpan.FromMinutes(10), settings.SetupTimeout);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.HeartbeatInterval);
        Assert.Equal(TimeSpan.FromSeconds(15), settings.WorkerTimeout);
        Assert.Equal(TimeSpan.FromSeconds(60), settings.DeathTimeout);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.CancelGrace);
        Assert.Equal(3, settings.AllowedFailures);
        Assert.Equal(Array.MaxLength, settings.ValueLimit);
        Assert.Null(settings.LocalDirectory);
        Assert.Empty(settings.Variables);
        Assert.True(settings.Nanny);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n...\n")]
    [InlineData("\uFEFFenv: local")]
    [InlineData("{}")]
    [InlineData("{env: local, options: {}}")]
    [InlineData("{\"env\": \"local\", \"options\": {}}")]
    [InlineData("env:\nn_workers:\noptions:\n  start_timeout:\n  host: null\nengine: ~")]
    public void What_is_left_out_has_its_default(string text)
    {
        var config = ParallelConfig.Parse(text);
        Assert.Equal("local", config.Env);
        Assert.Null(config.NWorkers);
        Assert.Equal(TimeSpan.FromMinutes(5), ClusterSettings.From(config).StartTimeout);
    }

    [Fact]
    public void Values_that_equal_what_is_honored_are_accepted()
    {
        var config = ParallelConfig.Parse(
            "options: {protocol: unix, port: 0, memory_limit: none, host: , cancel_grace: 0}");
        var settings = ClusterSettings.From(config);
        Assert.Equal(TransportProtocol.Unix, settings.Protocol);
        Assert.Equal(TimeSpan.Zero, settings.CancelGrace);
    }

    [Fact]
    public void Anchors_can_be_reused()
    {
        var config = ParallelConfig.Parse("options:\n  start_timeout: &t 10 min\n  setup_timeout: *t");
        Assert.Equal(TimeSpan.FromMinutes(10), ClusterSettings.From(config).StartTimeout);
    }

    [Fact]
    public void The_first_example_of_the_readme_is_valid_json()
    {
        var config = ParallelConfig.Parse("""{ "env": "local", "n_workers": 4, "options": {} }""");
        Assert.Equal(4, ClusterSettings.From(config).NWorkers);
    }
}
