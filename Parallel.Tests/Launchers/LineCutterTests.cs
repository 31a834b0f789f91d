using System.Text;
using ParallelCompute.Runtime.Guarding;

namespace ParallelCompute.Tests.Launchers;

public sealed class LineCutterTests
{
    [Theory]
    [InlineData("a\nb", "a|b")]
    [InlineData("a\r\nb\r\n", "a|b")]
    [InlineData("10 %\r20 %\r", "10 %|20 %")]
    [InlineData("\n\n", "")]
    [InlineData("a\tb\u001b[2J\0", "a\tb\uFFFD[2J\uFFFD")]
    [InlineData("ö😀", "ö😀")]
    public void Lines_are_cut_however_they_come(string text, string lines)
    {
        Assert.Equal(lines, string.Join('|', Cut(text, text.Length)));
        Assert.Equal(lines, string.Join('|', Cut(text, 1)));
    }

    [Theory]
    [InlineData(LineCutter.Longest, "")]
    [InlineData(LineCutter.Longest + 1, "… 1 characters more")]
    [InlineData(300_000, "… 295,904 characters more")]
    public void The_rest_of_a_long_line_is_told_by_its_length(int length, string rest)
    {
        var line = Assert.Single(Cut(new string('x', length) + "\n", 1000));
        Assert.Equal(new string('x', LineCutter.Longest) + rest, line);
    }

    [Fact]
    public void A_pair_of_surrogates_is_not_cut_in_two()
    {
        var line = Assert.Single(Cut(new string('x', LineCutter.Longest - 1) + "😀", 7));
        Assert.DoesNotContain(line, char.IsSurrogate);
    }

    [Fact]
    public void Bytes_of_any_kind_become_lines_that_a_terminal_bears()
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var bytes = new byte[random.Next(10_000)];
            random.NextBytes(bytes);
            var text = new StreamReader(new MemoryStream(bytes)).ReadToEnd();
            foreach (var line in Cut(text, random.Next(1, 5000)))
            {
                Assert.DoesNotContain(line, c => char.IsControl(c) && c != '\t');
                Assert.Equal(line, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line)));
            }
        }
    }

    private static List<string> Cut(string text, int piece)
    {
        List<string> lines = [];
        var cutter = new LineCutter(lines.Add);
        foreach (var part in text.Chunk(Math.Max(1, piece)))
        {
            cutter.Add(part);
        }

        cutter.End();
        return lines;
    }
}
