namespace ParallelCompute.Tests.Samples;

[Collection(SecondLine.Name)]
public sealed class QuickStartTests
{
    [Fact]
    public async Task It_prints_what_the_original_page_prints()
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("QuickStart", Path.GetTempPath());

        Assert.True(exitCode == 0, string.Join('\n', errors));
        Assert.Empty(errors);
        Assert.Equal(201, output.Length);
        Assert.Equal("[0, 1, 4, 9, 16, 25, 36, 49, 64, 81]", output[0]);
        var all = Enumerable.Range(0, 100).Select(x => $"Got result: {2 * x}").Order();
        Assert.Equal(all, output[1..101].Order());
        Assert.Equal(all, output[101..].Order());
    }
}
