using System.Text.RegularExpressions;

namespace ParallelCompute.Tests.Architecture;

public sealed partial class SourceConventionTests
{
    private const int LongestFile = 300;
    private const int LongestLine = 120;

    // Spelled apart, so that this file passes its own test.
    private static readonly string[] Unfinished = ["TO" + "DO", "FIX" + "ME", "Not" + "ImplementedException"];

    [Fact]
    public void No_file_is_longer_than_the_limit() =>
        Check(file => File.ReadLines(file).Count() is var lines and > LongestFile ? [$"{lines} lines"] : []);

    [Fact]
    public void No_line_is_longer_than_the_limit() =>
        Check(file => File.ReadLines(file).Index().Where(line => line.Item.Length > LongestLine)
            .Select(line => $"line {line.Index + 1} has {line.Item.Length} characters"));

    [Fact]
    public void Nothing_is_left_unfinished() =>
        Check(file => File.ReadLines(file).Index()
            .Where(line => Unfinished.Any(word => line.Item.Contains(word, StringComparison.Ordinal)))
            .Select(line => $"line {line.Index + 1}: {line.Item.Trim()}"));

    [Fact]
    public void A_file_holds_one_type_and_is_named_after_it() =>
        Check(file =>
        {
            var text = File.ReadAllText(file);
            if (text.StartsWith("#:", StringComparison.Ordinal))
            {
                return []; // A program of a single file.
            }

            // Types of file-scoped namespaces start at the line's start, nested ones do not.
            var types = TopLevelType().Matches(text).Select(match => match.Groups["name"].Value);
            var stem = Path.GetFileName(file).Split('.', '{')[0];
            return types.ToArray() switch
            {
                [] => [],
                [var only] => only == stem ? [] : [$"holds {only}"],
                var several => [$"holds {string.Join(", ", several)}"],
            };
        });

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*"
        + @"(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?|delegate\s+[\w<>?,\[\]. ]+?)\s+(?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex TopLevelType();

    private static void Check(Func<string, IEnumerable<string>> faults)
    {
        var all = Repository.Sources()
            .SelectMany(file => faults(file).Select(fault => $"{Repository.Relative(file)}: {fault}")).ToArray();
        Assert.True(all.Length == 0, string.Join('\n', all));
    }
}
