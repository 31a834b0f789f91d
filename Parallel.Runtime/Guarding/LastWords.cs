namespace ParallelCompute.Runtime.Guarding;

/// <summary>Finds in the lines of standard error the last that tells of an end.</summary>
internal sealed class LastWords
{
    private const string Frame = "   at ";

    private volatile string _text = "";
    private bool _goesOn;

    /// <summary>What was told; empty where nothing was.</summary>
    public string Text => _text;

    public void Add(string line)
    {
        if (TellingLine.Find(line) is { } told)
        {
            // The runtime writes the message of these into the next line.
            _goesOn = told is TellingLine.Terminated or TellingLine.Fatal;
            _text = told;
            return;
        }

        if (_goesOn && !line.StartsWith(Frame, StringComparison.Ordinal))
        {
            _text = $"{_text} {line}";
        }

        _goesOn = false;
    }
}
