using System.Text;
using Microsoft.Extensions.Logging;

namespace ParallelCompute.Launchers.Local;

/// <summary>Drains a silo's output, logs its lines and keeps the last part for errors.</summary>
/// <remarks>Never blocks the silo: what is read is cut where a line is too long and dropped from the front.</remarks>
internal sealed class OutputTail(string worker, ILogger logger)
{
    private const int KeptCharacters = 8 * 1024;
    private const int LongestLine = 4 * 1024;

    private readonly StringBuilder _kept = new();
    private bool _abandoned;

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

    public async Task ReadAsync(StreamReader output)
    {
        var buffer = new char[LongestLine];
        var line = new StringBuilder();
        try
        {
            for (int read; (read = await output.ReadAsync(buffer).ConfigureAwait(false)) > 0 && !_abandoned;)
            {
                foreach (var character in buffer.AsSpan(0, read))
                {
                    if (character == '\n' || line.Length == LongestLine)
                    {
                        Keep(line);
                    }

                    if (character != '\n')
                    {
                        line.Append(character);
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The pipe broke with the process.
        }

        if (line.Length > 0)
        {
            Keep(line);
        }
    }

    /// <summary>Stops keeping what other processes still write.</summary>
    public void Abandon() => _abandoned = true;

    private void Keep(StringBuilder line)
    {
        lock (_kept)
        {
            _kept.Append(line).Append('\n');
            if (_kept.Length > KeptCharacters)
            {
                _kept.Remove(0, _kept.Length - KeptCharacters);
            }
        }

        logger.LogInformation("{Worker}: {Line}", worker, line.ToString());
        line.Clear();
    }
}
