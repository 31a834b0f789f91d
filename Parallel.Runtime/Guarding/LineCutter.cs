using System.Globalization;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>Cuts a stream of characters, whatever it is, into lines that can be logged.</summary>
/// <remarks>
/// Empty lines are left out. A carriage return ends a line too: progress bars write nothing else. Other control
/// characters, which could command a terminal, are replaced.
/// </remarks>
/// <param name="take">Gets each line.</param>
/// <param name="longest">Of a longer line the rest is told by its length only.</param>
internal sealed class LineCutter(Action<string> take, int longest = LineCutter.Longest)
{
    /// <summary>What people may still read.</summary>
    public const int Longest = 4 * 1024;

    private readonly char[] _line = new char[longest];
    private int _length;
    private long _over;

    public void Add(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOfAny('\n', '\r');
            var part = end < 0 ? text : text[..end];
            var fits = Math.Min(part.Length, longest - _length);
            part[..fits].CopyTo(_line.AsSpan(_length));
            _length += fits;
            _over += part.Length - fits;
            if (end < 0)
            {
                return;
            }

            End();
            text = text[(end + 1)..];
        }
    }

    /// <summary>A line by itself.</summary>
    public void AddLine(ReadOnlySpan<char> text)
    {
        Add(text);
        End();
    }

    /// <summary>Ends the line, where one has begun.</summary>
    public void End()
    {
        if (_length == 0)
        {
            return;
        }

        var line = _line.AsSpan(0, _length);
        foreach (ref var character in line)
        {
            character = char.IsControl(character) && character != '\t' ? '\uFFFD' : character;
        }

        if (char.IsHighSurrogate(line[^1]))
        {
            // Its other half was cut off.
            line[^1] = '\uFFFD';
        }

        var text = _over == 0 ? new string(line)
            : string.Create(CultureInfo.InvariantCulture, $"{line}… {_over:N0} characters more");
        (_length, _over) = (0, 0);
        take(text);
    }
}
