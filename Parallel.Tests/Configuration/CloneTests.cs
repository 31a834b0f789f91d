using Xunit;

namespace ParallelCompute.Tests.Configuration;

public sealed class CloneTests
{
    private readonly ParallelConfig _original = new()
    {
        NWorkers = 2,
        Options =
        {
            ["environment"] = new Dictionary<string, string> { ["A"] = "1" },
            ["nested"] = new Dictionary<string, object?> { ["list"] = new List<object?> { 1, new[] { 2 } } },
        },
    };

    [Fact]
    public void Changing_the_original_does_not_change_the_copy()
    {
        var copy = _original.Clone();
        Change(_original, (IDictionary<string, string>)_original.Options["environment"]!);

        Assert.Equal("local", copy.Env);
        Assert.Equal(2, copy.NWorkers);
        Assert.Equal("1", ((IDictionary<string, object?>)copy.Options["environment"]!)["A"]);
        Assert.Equal(2, List(copy).Count);
        Assert.False(copy.Options.ContainsKey("nanny"));
    }

    [Fact]
    public void Changing_the_copy_does_not_change_the_original()
    {
        var copy = _original.Clone();
        ((IDictionary<string, object?>)copy.Options["environment"]!)["A"] = "2";
        ((List<object?>)List(copy)[1]!)[0] = 3;
        List(copy).Clear();
        copy.Options["nanny"] = false;
        copy.NWorkers = 3;

        Assert.Equal("1", ((IDictionary<string, string>)_original.Options["environment"]!)["A"]);
        Assert.Equal(2, ((int[])List(_original)[1]!)[0]);
        Assert.Equal(2, _original.Options.Count);
        Assert.Equal(2, _original.NWorkers);
    }

    [Fact]
    public void Options_that_contain_themselves_are_refused()
    {
        _original.Options["self"] = _original.Options;
        Assert.Contains("contain themselves", Assert.Throws<ConfigException>(() => _original.Clone()).Message);
    }

    private static void Change(ParallelConfig config, IDictionary<string, string> variables)
    {
        variables["A"] = "2";
        List(config).Add(3);
        config.Options["nanny"] = false;
        (config.Env, config.NWorkers) = ("slurm", 9);
    }

    private static List<object?> List(ParallelConfig config) =>
        (List<object?>)((IDictionary<string, object?>)config.Options["nested"]!)["list"]!;
}
