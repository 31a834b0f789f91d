using ParallelCompute.Tests.Architecture;

namespace ParallelCompute.Tests.Samples;

[Collection(SecondLine.Name)]
public sealed class GuideTests
{
    [Fact]
    public async Task The_guide_runs_and_says_what_it_promises()
    {
        var folder = Directory.CreateTempSubdirectory("parallel-guide-").FullName;
        var (exitCode, output, errors) = await SampleProgram.RunAsync("Guide", folder);
        Directory.Delete(folder, recursive: true);

        Assert.True(exitCode == 0, string.Join('\n', errors));
        Assert.StartsWith("parallel: 10 of 10 items (100 %)", Assert.Single(errors), StringComparison.Ordinal);
        Assert.Contains("4 files", output);
        Assert.Contains("42", output);
        Assert.Contains("0: 5 -> 20", output);
        Assert.Contains("10: Attempted to divide by zero.", output);
        Assert.Contains("4 places", output);
        Assert.Contains("5000 samples", output);
    }

    [Fact]
    public void Code_in_the_documents_comes_from_samples()
    {
        var samples = Repository.Sources()
            .Where(f => Repository.Relative(f).StartsWith("samples", StringComparison.Ordinal))
            .Select(f => Normalize(File.ReadLines(f))).ToArray();
        var documents = Repository.Files("*.md");

        Assert.All(documents.SelectMany(d => Blocks(d).Select(b => (Document: d, Code: b))), block => Assert.True(
            samples.Any(s => s.Contains(block.Code, StringComparison.Ordinal)),
            $"{Repository.Relative(block.Document)} shows code that is in no sample:\n{block.Code}"));
    }

    private static IEnumerable<string> Blocks(string document)
    {
        List<string>? block = null;
        foreach (var line in File.ReadLines(document))
        {
            if (block is null)
            {
                block = line.StartsWith("```csharp", StringComparison.Ordinal) ? [] : null;
            }
            else if (line.StartsWith("```", StringComparison.Ordinal))
            {
                yield return Normalize(block);
                block = null;
            }
            else
            {
                block.Add(line);
            }
        }
    }

    private static string Normalize(IEnumerable<string> lines) =>
        string.Join('\n', lines.Select(l => l.Trim()).Where(l => l.Length > 0));
}
