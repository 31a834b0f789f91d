using System.Globalization;
using ParallelCompute.Launching;

namespace ParallelCompute.Launchers.Batch;

/// <summary>Whose jobs these are, as it is written beside their credentials.</summary>
/// <param name="Env">The env.</param>
/// <param name="Host">The client's machine.</param>
/// <param name="Process">The client's process there.</param>
/// <param name="StartTime">With its id, the name of a process that no later one has.</param>
internal sealed record ClusterNote(string Env, string Host, int Process, string StartTime)
{
    /// <summary>That of this process.</summary>
    public static ClusterNote Own(string env) => new(
        env, Environment.MachineName, Environment.ProcessId, ProcessStat.Of(Environment.ProcessId)?.StartTime ?? "");

    /// <summary>Null for what is no such note.</summary>
    public static ClusterNote? Read(string text) =>
        text.Split(' ') is [var env, var host, var process, var start] &&
        int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new ClusterNote(env, host, id, start) : null;

    /// <summary>Whether the client lives; null where only its own machine can tell.</summary>
    public bool? IsAlive => Host != Environment.MachineName ? null
        : ProcessStat.Of(Process) is { HasEnded: false } there && there.StartTime == StartTime;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Env} {Host} {Process} {StartTime}");
}
