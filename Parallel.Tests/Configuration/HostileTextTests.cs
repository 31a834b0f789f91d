using Xunit;

namespace ParallelCompute.Tests.Configuration;

public sealed class HostileTextTests
{
    [Theory]
    [InlineData("env: !!System.IO.FileInfo /etc/passwd")]
    [InlineData("env: !<tag:yaml.org,2002:python/object/apply:os.system> [id]")]
    [InlineData("options: !dict {}")]
    [InlineData("!!map {env: local}")]
    [InlineData("%TAG ! tag:x,2000:\n---\nenv: !a local")]
    [InlineData("env: ! local")]
    public void A_tag_is_never_followed(string text) => Assert.Contains("The tag '", FaultOf(text));

    [Fact]
    public void Aliases_cannot_multiply()
    {
        var lines = Enumerable.Range(1, 30).Select(
            i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]");
        Assert.Contains("line 5: More than", FaultOf("a0: &a0 x\n" + string.Join('\n', lines)));
    }

    [Fact]
    public void Aliases_cannot_nest_deeper_than_text_can()
    {
        var lines = Enumerable.Range(1, 40).Select(i => $"a{i}: &a{i} [*a{i - 1}]");
        Assert.Contains("line 33: More than 32 levels", FaultOf("a0: &a0 x\n" + string.Join('\n', lines)));
    }

    [Theory]
    [InlineData("[", "")]
    [InlineData("{a: ", "")]
    [InlineData("- ", "")]
    [InlineData("{\"a\":", "")]
    [InlineData("{\"a\":", ".json")]
    [InlineData("[", ".json")]
    public void Deep_nesting_ends_early(string level, string extension)
    {
        using var folder = new ConfigFolder();
        var path = folder.Write("deep" + extension, string.Concat(Enumerable.Repeat(level, 100_000)));
        var error = Assert.Throws<ConfigException>(() => ParallelConfig.Load(path));
        Assert.Contains($"{path}:1: More than 32 levels", error.Message);
    }

    [Theory]
    [InlineData("options: {{environment: {{A: {0}}}}}")]
    [InlineData("options: {{environment: {{A: '{0}'}}}}")]
    [InlineData("{{\"options\": {{\"environment\": {{\"A\": \"{0}\"}}}}}}")]
    public void A_long_scalar_is_fine(string format)
    {
        var value = new string('x', 10_000_000);
        var config = ParallelConfig.Parse(string.Format(null, format, value));
        Assert.Equal(value, ClusterSettings.From(config).Variables["A"]);
    }

    [Fact]
    public void A_long_key_is_answered_at_once() =>
        Assert.True(FaultOf($"{{\"{new string('k', 10_000_000)}\": 1}}").Length < 200);

    [Fact]
    public void Many_values_are_no_configuration()
    {
        var values = string.Join(",\n", Enumerable.Repeat("\"x\"", 1_000_000));
        Assert.Contains("line 20000: More than 32 levels or 10000 values", FaultOf($"[{values}]"));
        Assert.Contains("More than 32 levels or 10000 values", FaultOf($"{{\"options\":\n[{values}]}}"));
    }

    private static string FaultOf(string text) =>
        Assert.Throws<ConfigException>(() => ParallelConfig.Parse(text)).Message;
}
