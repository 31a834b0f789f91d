using ParallelCompute.Configuration;

namespace ParallelCompute;

/// <summary>Says where and by how many workers functions run; another config moves a program to a cluster.</summary>
/// <remarks>
/// <see cref="Load"/> and <see cref="Parse"/> validate at once; a config built in code is validated when it is used
/// (<see cref="ClusterSettings.From"/>). Not safe for use by several threads while one of them changes it.
/// </remarks>
public sealed class ParallelConfig
{
    /// <summary>The system that starts the workers.</summary>
    /// <value><c>local</c>: processes on this machine.</value>
    public string Env { get; set; } = "local";

    /// <summary>Number of worker processes.</summary>
    /// <value>Null: what the env takes by default; for <c>local</c> the number of processors.</value>
    public int? NWorkers { get; set; }

    /// <summary>What carries messages between client and workers.</summary>
    /// <value><c>builtin</c></value>
    public string Engine { get; set; } = "builtin";

    /// <summary>Options by name, as they are written in a configuration file. A null value means the default.</summary>
    /// <value>Empty: every option has its default.</value>
    public IDictionary<string, object?> Options
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    }
    = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Reads a configuration file.</summary>
    /// <param name="path">A <c>.json</c>, <c>.yaml</c> or <c>.yml</c> file; others are told apart by content.</param>
    /// <exception cref="ConfigException">
    /// The file is missing or cannot be read, or it has faults; all are listed, each with file and line.
    /// </exception>
    public static ParallelConfig Load(string path) => ConfigText.Load(path);

    /// <summary>Reads a configuration from YAML or JSON text.</summary>
    /// <param name="text">A map of <c>env</c>, <c>n_workers</c>, <c>options</c>, <c>engine</c>; all optional.</param>
    /// <exception cref="ConfigException">The text has faults; all are listed with their lines.</exception>
    public static ParallelConfig Parse(string text) => ConfigText.Parse(text);

    /// <summary>A deep copy: later changes to one, also inside nested options, do not show in the other.</summary>
    /// <remarks>Maps and lists in the options are copied as dictionaries and lists; other objects are shared.</remarks>
    /// <exception cref="ConfigException">The options contain themselves or are nested absurdly deep.</exception>
    public ParallelConfig Clone() =>
        new() { Env = Env, NWorkers = NWorkers, Engine = Engine, Options = OptionTree.Copy(Options) };
}
