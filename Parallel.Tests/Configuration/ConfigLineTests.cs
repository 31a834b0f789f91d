using Xunit;

namespace ParallelCompute.Tests.Configuration;

public sealed class ConfigLineTests
{
    [Fact]
    public void Every_fault_of_a_yaml_text_has_its_line()
    {
        var faults = FaultsOf("""
            # first
            options:
              threads_per_worker: 0

              nany: true
              start_timeout: [1, 2]
              nanny: true
              nanny: false
            env: !!str locl
            n_workers: many
            workers: 4
            engine: {a: b}
            nanny: true
            """);
        Assert.Collection(
            faults,
            f => Assert.StartsWith("line 3: Option 'threads_per_worker' must be", f),
            f => Assert.StartsWith("line 5: Unknown option 'nany' for env locl. Did you mean 'nanny'?", f),
            f => Assert.StartsWith("line 6: Option 'start_timeout' must be", f),
            f => Assert.Equal("line 8: The key 'nanny' is already on line 7; remove one of them.", f),
            f => Assert.Equal("line 9: The tag 'tag:yaml.org,2002:str' is not allowed; remove it.", f),
            f => Assert.StartsWith("line 9: Unknown env: locl. Did you mean 'local'?", f),
            f => Assert.Equal("line 10: n_workers must be a whole number from 1 to 1000000, not 'many'.", f),
            f => Assert.Equal("line 11: Unknown key 'workers'. Did you mean 'n_workers'?", f),
            f => Assert.Equal("line 12: engine must be a name, not a map.", f),
            f => Assert.Equal("line 13: Unknown key 'nanny'. It is an option; write it under 'options'.", f));
    }

    [Fact]
    public void Every_fault_of_a_json_text_has_its_line()
    {
        var faults = FaultsOf("""
            {
              "env": "kube",
              "env": "local",
              "n_workers": -2,
              "engine":
                 "orleans",
              "options": [],
              "x": null
            }
            """);
        Assert.Collection(
            faults,
            f => Assert.StartsWith("line 2: env 'kube' is not available", f),
            f => Assert.StartsWith("line 3: The key 'env' is already on line 2", f),
            f => Assert.StartsWith("line 4: n_workers must be", f),
            f => Assert.StartsWith("line 5: engine 'orleans' is not available", f),
            f => Assert.Equal("line 7: options must be a map of options, not a list.", f),
            f => Assert.StartsWith("line 8: Unknown key 'x'. Valid keys: env, n_workers, options, engine.", f));
    }

    [Fact]
    public void Options_that_contradict_each_other_are_found_where_one_is_written() =>
        Assert.StartsWith(
            "line 2: Option 'worker_timeout'",
            Assert.Single(FaultsOf("options:\n  heartbeat_interval: 20")));

    [Theory]
    [InlineData("env: local\noptions:\n\tnanny: true", 3, "A tab indents this line")]
    [InlineData("env: local\noptions:\n  nanny: true\n\tport: 0", 4, "A tab indents this line")]
    [InlineData("env: 'local\n", 1, "Not valid YAML")]
    [InlineData("env: local\n  n_workers: 2", 2, "Not valid YAML")]
    [InlineData("env: local\n---\nenv: local", 2, "A second document begins")]
    [InlineData("env: [", 1, "Not valid YAML")]
    [InlineData("env: *none", 1, "The alias '*none' has no anchor")]
    [InlineData("env: &a [*a]", 1, "The alias '*a' has no anchor")]
    [InlineData("? [a]\n: b", 1, "A key must be a text")]
    [InlineData("- env", 1, "A configuration is a map of env, n_workers, options, engine, not a list")]
    [InlineData("local", 1, "A configuration is a map of env, n_workers, options, engine, not 'local'")]
    [InlineData("{\"env\":\n\"local\",}", 2, "Not valid JSON")]
    [InlineData("{\"env\":\n\"\\ud800\"}", 2, "Not valid JSON")]
    [InlineData("{\"env\": 1\n} x", 2, "Not valid JSON")]
    [InlineData("{\"env", 1, "Not valid JSON")]
    public void A_broken_text_is_reported_with_its_line(string text, int line, string fault) =>
        Assert.StartsWith($"line {line}: {fault}", FaultsOf(text)[0]);

    [Fact]
    public void Faults_of_a_file_begin_with_its_name()
    {
        using var folder = new ConfigFolder();
        var path = folder.Write("parallel.yaml", "env: local\nn_workers: 0\nnope: 1\n");
        var faults = Assert.Throws<ConfigException>(() => ParallelConfig.Load(path)).Faults;
        Assert.StartsWith($"{path}:2: n_workers", faults[0]);
        Assert.StartsWith($"{path}:3: Unknown key 'nope'", faults[1]);
    }

    [Theory]
    [InlineData("a.yaml", "n_workers: 3")]
    [InlineData("a.yml", "{\"n_workers\": 3}")]
    [InlineData("a.json", "{\"n_workers\": 3}")]
    [InlineData("a.JSON", "\r\n{ \"n_workers\": 3 }")]
    [InlineData("a.conf", "{\n\t\"n_workers\": 3}")]
    [InlineData("a", "\uFEFFn_workers: 3\r\n")]
    public void A_file_is_read_by_its_extension_or_content(string name, string text)
    {
        using var folder = new ConfigFolder();
        Assert.Equal(3, ParallelConfig.Load(folder.Write(name, text)).NWorkers);
    }

    [Fact]
    public void A_missing_file_is_named_in_full()
    {
        using var folder = new ConfigFolder();
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(folder.Path, "no", "such.yaml"));
        var error = Assert.Throws<ConfigException>(() => ParallelConfig.Load(relative));
        Assert.Contains(Path.Combine(folder.Path, "no", "such.yaml"), error.Message);
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        using var folder = new ConfigFolder();
        Assert.Contains(folder.Path, Assert.Throws<ConfigException>(() => ParallelConfig.Load(folder.Path)).Message);
    }

    private static IReadOnlyList<string> FaultsOf(string text) =>
        Assert.Throws<ConfigException>(() => ParallelConfig.Parse(text)).Faults;
}
