using System.Text.RegularExpressions;
using ParallelCompute.Tests.Values.Graphs;

namespace ParallelCompute.Tests.Values;

public sealed class ValueListTests
{
    [Fact]
    public void Every_type_of_the_documented_list_comes_back()
    {
        var text = File.ReadAllText(Path.Combine(Root(), "docs", "values.md"));
        var list = text.Split("<!-- travels -->")[1].Split("<!-- /travels -->")[0];
        var names = list.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Regex.Matches(line.Split('|')[1], "`([^`]+)`")).Select(m => m.Groups[1].Value).ToList();

        Assert.Equal(Makers.All.Keys.Order(), names.Order());
        foreach (var (name, makers) in Makers.All)
        {
            foreach (var make in makers)
            {
                for (var seed = 0; seed < 20; seed++)
                {
                    var value = new GraphMaker(seed).One(make);
                    SameGraph.Check(value, Codec.Trip(value), $"{name} {seed}");
                }
            }
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Parallel.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside of their repository");
        }

        return folder.FullName;
    }
}
