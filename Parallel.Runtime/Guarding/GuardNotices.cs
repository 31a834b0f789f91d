using ParallelCompute.Launching;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Guarding;

/// <summary>Notices of guards as they travel. Who reads one believes no more of it than of a launcher's.</summary>
internal static class GuardNotices
{
    /// <summary>Of a longer text the beginning is enough, of output the end.</summary>
    private const int MostDetail = 4 * 1024;
    private const int MostLogTail = 8 * 1024;

    /// <summary>As many slots as a worker can have.</summary>
    private const int MostMarks = 1024;

    private const int LongestName = 1024;

    /// <param name="notice">What is to be told.</param>
    /// <param name="process">Of which process on this machine.</param>
    public static GuardNotice Of(LaunchNotice notice, int process = 0)
    {
        var told = new GuardNotice
        {
            Worker = notice.Worker, State = (int)notice.State, Detail = notice.Detail[..Math.Min(
                notice.Detail.Length, MostDetail)],
            LogTail = notice.LogTail[Math.Max(0, notice.LogTail.Length - MostLogTail)..],
            HasMarks = notice.Marks is not null, Restarts = notice.Restarts, Host = Environment.MachineName,
            Process = process,
        };
        told.Marks.AddRange(notice.Marks?.Select(m => new Mark { Lease = m.Lease, Position = m.Position }) ?? []);
        return told;
    }

    /// <exception cref="ProtocolException">It is none that a guard sends.</exception>
    public static LaunchNotice Read(GuardNotice told)
    {
        if (told.Worker.Length is 0 or > LongestName || told.Worker.Any(char.IsControl) ||
            !Enum.IsDefined((LaunchState)told.State) || told.Detail.Length > MostDetail ||
            told.LogTail.Length > MostLogTail || told.Marks.Count > MostMarks)
        {
            throw new ProtocolException("the notice of a guard is too large, or makes no sense");
        }

        return new LaunchNotice(
            told.Worker, (LaunchState)told.State, Plain(told.Detail, lines: false), Plain(told.LogTail, lines: true),
            told.HasMarks ? [.. told.Marks.Select(m => new SlotMark(m.Lease, m.Position))] : null, told.Restarts);
    }

    /// <summary>It gets into messages and logs: what could command a terminal is replaced.</summary>
    private static string Plain(string text, bool lines) => string.Create(text.Length, (text, lines), (plain, from) =>
    {
        for (var i = 0; i < plain.Length; i++)
        {
            var character = from.text[i];
            plain[i] = char.IsControl(character) && character != '\t' && !(from.lines && character == '\n')
                ? '\uFFFD' : character;
        }
    });
}
