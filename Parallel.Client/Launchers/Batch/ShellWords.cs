using System.Text;

namespace ParallelCompute.Launchers.Batch;

/// <summary>Cuts a command line into words as a shell does, but expands and executes nothing.</summary>
internal static class ShellWords
{
    /// <exception cref="ConfigException">A quote is not closed.</exception>
    public static IReadOnlyList<string> Split(string line)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c is '\'' or '"')
            {
                word ??= new StringBuilder();
                i = Quoted(line, i, word);
            }
            else if (c == '\\' && i + 1 < line.Length)
            {
                (word ??= new StringBuilder()).Append(line[++i]);
            }
            else if (!char.IsWhiteSpace(c))
            {
                (word ??= new StringBuilder()).Append(c);
            }
            else if (word is not null)
            {
                words.Add(word.ToString());
                word = null;
            }
        }

        if (word is not null)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    /// <returns>Where the closing quote is.</returns>
    private static int Quoted(string line, int start, StringBuilder word)
    {
        for (var i = start + 1; i < line.Length; i++)
        {
            if (line[i] == line[start])
            {
                return i;
            }

            if (line[i] == '\\' && line[start] == '"' && i + 1 < line.Length && line[i + 1] is '"' or '\\')
            {
                i++;
            }

            word.Append(line[i]);
        }

        throw new ConfigException($"The quote {line[start]} in '{line}' is not closed. Close it or remove it.");
    }
}
