using System.Globalization;

namespace SpeechStats;

/// <summary>Prints one line per file as it is done. Made for the file with the longest name.</summary>
internal sealed class ResultTable(TextWriter output, IEnumerable<string> names)
{
    private readonly int _width = Math.Max(4, names.Max(n => n.Length));

    public void PrintHead() => Print("file", "seconds", "frames", "worker", "ms");

    public void PrintFile(string name, FileFeatures file, string worker, TimeSpan elapsed) => Print(
        name,
        file.Seconds.ToString("F2", CultureInfo.InvariantCulture),
        file.Frames.ToString(CultureInfo.InvariantCulture),
        worker,
        elapsed.TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture));

    private void Print(string file, string seconds, string frames, string worker, string milliseconds) =>
        output.WriteLine($"{file.PadRight(_width)}  {seconds,8}  {frames,8}  {worker,-14}  {milliseconds,8}");
}
