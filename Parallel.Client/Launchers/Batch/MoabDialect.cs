using System.Text.RegularExpressions;

namespace ParallelCompute.Launchers.Batch;

/// <summary>Moab: scripts as for PBS; <c>msub</c>, <c>showq</c>, <c>canceljob</c>.</summary>
internal sealed partial class MoabDialect : PbsDialect
{
    public override string Env => "moab";

    public override bool HasArrays => false;

    public override BatchCommand Version => new("msub", ["--version"]);

    public override BatchCommand Submit(BatchJob job, string file, string script) => new("msub", [file]);

    public override IReadOnlyList<BatchCommand> Cancel(BatchOptions options, IReadOnlyList<string> ids) =>
        [.. ids.Select(id => new BatchCommand("canceljob", [id]))];

    public override BatchCommand List(string user) => new("showq", ["-u", user]);

    public override BatchCommand List(string user, IReadOnlyList<string> ids) => List(user);

    public override IReadOnlyList<ListedJob> ReadList(string output) =>
    [
        .. ListLine().Matches(output).Select(m => new ListedJob(
            m.Groups["id"].Value, "", State(m.Groups["state"].Value, ""))),
    ];

    public override IReadOnlyList<BatchCommand> Explain(string id) => [new("checkjob", [id])];

    public override JobState? ReadEnd(string id, string output) =>
        Checked().Match(output) is { Success: true } end
            && State(end.Groups["state"].Value, end.Groups["code"].Value) is { Phase: JobPhase.Ended } state
            ? state
            : null;

    private static JobState State(string word, string code)
    {
        var phase = word switch
        {
            "Idle" or "Deferred" or "Migrated" or "Staging" or "Staged" => JobPhase.Pending,
            "Running" or "Starting" or "Suspended" or "Canceling" => JobPhase.Running,
            "Completed" or "Removed" or "Vacated" => JobPhase.Ended,
            _ when word.EndsWith("Hold", StringComparison.Ordinal) => JobPhase.Held,
            _ => JobPhase.Unknown,
        };
        return new JobState(phase, code.Length > 0 ? $"{word} (exit code {code})" : word);
    }

    [GeneratedRegex(
        @"^[ \t]*(?:[A-Za-z]\w*\.)?(?<id>\d+)\S*[ \t]+\S+[ \t]+(?<state>[A-Z][A-Za-z]+)[ \t]+\d+[ \t]",
        RegexOptions.Multiline)]
    private static partial Regex ListLine();

    [GeneratedRegex(@"^State:\s*(?<state>\w+)(?:(?:.*\n)*?Completion Code:\s*(?<code>-?\d+))?", RegexOptions.Multiline)]
    private static partial Regex Checked();
}
