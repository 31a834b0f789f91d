using System.Text;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>The last part of what a silo wrote, for errors.</summary>
internal sealed class OutputTail
{
    private const int KeptCharacters = 8 * 1024;

    private readonly StringBuilder _kept = new();

    public string Text
    {
        get
        {
            lock (_kept)
            {
                return _kept.ToString().TrimEnd();
            }
        }
    }

    public void Add(string line)
    {
        lock (_kept)
        {
            _kept.Append(line).Append('\n');
            if (_kept.Length > KeptCharacters)
            {
                _kept.Remove(0, _kept.Length - KeptCharacters);
            }
        }
    }
}
