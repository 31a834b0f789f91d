using System.Text.Json;

namespace ParallelCompute.Runtime.Examining;

/// <summary>What the worker program found out on a node about what workers need there.</summary>
/// <param name="Host">The node's name for itself.</param>
/// <param name="Runtime">Version of .NET.</param>
/// <param name="Rid">System and processor that the runtime was built for.</param>
/// <param name="Protocol">Version of the messages.</param>
/// <param name="Time">The node's clock, in milliseconds since 1970.</param>
/// <param name="Gpus">NVIDIA's devices, as far as the program may use them.</param>
/// <param name="Folders">Folders that were to be written.</param>
/// <param name="Files">Files of the client that were to be seen.</param>
/// <param name="Ways">Addresses by which the dispatcher was to be reached.</param>
public sealed record NodeFacts(
    string Host, string Runtime, string Rid, uint Protocol, long Time, IReadOnlyList<string> Gpus,
    IReadOnlyList<NodeTrial> Folders, IReadOnlyList<NodeTrial> Files, IReadOnlyList<NodeTrial> Ways)
{
    /// <summary>How the line begins that holds them, among others that a node may write.</summary>
    private const string Mark = "parallel-node ";

    /// <summary>The facts as one line.</summary>
    public string ToLine() => Mark + JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>Reads such a line.</summary>
    /// <returns>Null where it is another one, or is damaged.</returns>
    public static NodeFacts? Read(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (!line.StartsWith(Mark, StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            var facts = JsonSerializer.Deserialize<NodeFacts>(line[Mark.Length..], JsonSerializerOptions.Web);
            return facts is { Host: not null, Runtime: not null, Rid: not null, Gpus: not null, Folders: not null,
                Files: not null, Ways: not null } ? facts : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
