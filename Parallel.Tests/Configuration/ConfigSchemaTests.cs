using System.Globalization;
using ParallelCompute.Configuration;
using Xunit;

namespace ParallelCompute.Tests.Configuration;

public sealed class ConfigSchemaTests
{
    private static readonly ConfigSchema Schema = new(
    [
        new EnvDefinition("grid", true)
        {
            Own = [new OptionDefinition("queue", OptionKinds.Text, null, "The queue.")],
        },
        new EnvDefinition("far", true)
        {
            IsRemote = true,
            Own = [new OptionDefinition("cores", OptionKinds.Count, "2", "Processors.")],
            Check = (values, faults) =>
            {
                if (values["cores"] is 7)
                {
                    faults.Add("cores must not be 7.", "options.cores");
                }
            },
        },
    ]);

    [Fact]
    public void An_env_with_options_of_its_own_needs_nothing_but_its_list()
    {
        var options = new Dictionary<string, object?> { ["queue"] = "gpu", ["nanny"] = "no" };
        var config = new ParallelConfig { Env = "grid", NWorkers = 1, Options = options };
        Assert.Empty(FaultsOf(config));
        config.Options["queue"] = "";
        Assert.Equal("Option 'queue' must be a text that is not empty, not ''.", Assert.Single(FaultsOf(config)));
        config.Options.Remove("queue");
        config.Options["queu"] = "gpu";
        Assert.Contains("'queu' for env grid. Did you mean 'queue'?", Assert.Single(FaultsOf(config)));
    }

    [Fact]
    public void An_env_on_other_machines_uses_tcp_and_hands_over_its_own_options()
    {
        var config = new ParallelConfig { Env = "far", NWorkers = 1, Options = { ["host"] = "head.example" } };
        var settings = new SettingsReader(Schema, new FaultList()).Read(config);
        Assert.Equal((true, TransportProtocol.Tcp), (settings.IsRemote, settings.Protocol));
        Assert.Equal(2, Assert.Single(settings.Own, o => o.Key == "cores").Value);
        (config.Options["protocol"], config.Options["cores"]) = ("unix", 7);
        Assert.Equal(
            ["Option 'protocol' must be tcp or auto for env far: its workers run on other machines.",
             "cores must not be 7."],
            FaultsOf(config));
    }

    [Fact]
    public void An_env_without_a_default_needs_a_number_of_workers() =>
        Assert.StartsWith(
            "n_workers must be set for env 'grid'", Assert.Single(FaultsOf(new ParallelConfig { Env = "grid" })));

    [Fact]
    public void Every_default_is_a_value_of_its_kind() =>
        Assert.All(CommonOptions.All, o => Assert.True(o.Default is null || o.DefaultValue is not null, o.Name));

    [Fact]
    public void The_documentation_shows_the_table_of_options()
    {
        var rows = CommonOptions.All.Select(o => string.Create(
            CultureInfo.InvariantCulture,
            $"| `{o.Name}` | {o.Kind.Name} | {Default(o)} | {o.Description} |"));
        var shown = Page().Split('\n')
            .SkipWhile(line => line != "## Options")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        Assert.Equal(rows, shown);
    }

    [Theory]
    [InlineData("```yaml\n")]
    [InlineData("```json\n")]
    public void The_examples_of_the_documentation_are_valid(string fence)
    {
        var example = Page().Split(fence)[1].Split("```")[0];
        var settings = ClusterSettings.From(ParallelConfig.Parse(example));
        Assert.Equal(4, settings.NWorkers);
    }

    private static IReadOnlyList<string> FaultsOf(ParallelConfig config)
    {
        var faults = new FaultList();
        new SettingsReader(Schema, faults).Read(config);
        return Record.Exception(faults.ThrowIfAny) is ConfigException e ? e.Faults : [];
    }

    private static string Default(OptionDefinition option) =>
        string.IsNullOrEmpty(option.Default) ? "unset" : option.Default;

    private static string Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Parallel.sln")))
        {
            folder = folder.Parent!;
        }

        return File.ReadAllText(Path.Combine(folder.FullName, "docs", "configuration.md"));
    }
}
