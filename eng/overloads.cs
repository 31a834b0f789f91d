#:property PublishAot=false
#:property GenerateDocumentationFile=false
#:property RestorePackagesWithLockFile=false
#:property DeterministicSourcePaths=false
#:property NoWarn=$(NoWarn);CA1305

// (CA1305: only whole numbers are formatted, which look the same in every culture.)

// Writes the files whose code differs only in the number of parameters. They are checked in.
//   dotnet run eng/overloads.cs             writes them
//   dotnet run eng/overloads.cs -- --check  exits with 1 where a file is not what would be written

using System.Runtime.CompilerServices;
using System.Text;

const int TypedParameters = 4;
const int BoundParameters = 15;

(string Path, string Text)[] files =
[
    ("Parallel.Client/ParallelClient.Overloads.g.cs", Door("public sealed partial class ParallelClient", "", "")),
    ("Parallel.Client/ParallelCluster.Overloads.g.cs",
        Door("public static partial class ParallelCluster", "static ", "StaticDoor.")),
    ("Parallel.Grains/Execution/BoundFunctions.g.cs", BoundFunctions()),
];

var root = Path.Combine(Path.GetDirectoryName(Here())!, "..");
var stale = files.Where(f => !Same(Path.Combine(root, f.Path), f.Text)).ToArray();
if (args is ["--check"])
{
    foreach (var file in stale)
    {
        Console.Error.WriteLine($"{file.Path} is not what eng/overloads.cs writes; run: dotnet run eng/overloads.cs");
    }

    return stale.Length == 0 ? 0 : 1;
}

foreach (var file in stale)
{
    File.WriteAllText(Path.Combine(root, file.Path), file.Text);
    Console.WriteLine($"wrote {file.Path}");
}

return 0;

static string Here([CallerFilePath] string path = "") => path;

static bool Same(string path, string text) => File.Exists(path) && File.ReadAllText(path) == text;

static string Door(string type, string modifier, string core)
{
    var text = Header("ParallelCompute", "using System.Runtime.CompilerServices;\n\n").Append($"{type}\n{{\n");
    var first = true;
    foreach (var verb in Verb.All)
    {
        foreach (var shape in Shape.All(TypedParameters))
        {
            string[] sources = verb.IsSubmit ? ["TItem item"]
                : verb.IsAsync && shape.HasAsyncInput ? ["IEnumerable<TItem> items", "IAsyncEnumerable<TItem> items"]
                : ["IEnumerable<TItem> items"];
            foreach (var source in sources)
            {
                text.Append(first ? "" : "\n").Append(Method(verb, shape, source, modifier, core));
                first = false;
            }
        }
    }

    return text.Append("}\n").ToString();
}

static string Method(Verb verb, Shape shape, string source, string modifier, string core)
{
    var isAsyncInput = source.StartsWith("IAsync", StringComparison.Ordinal);
    var items = verb.IsSubmit ? "item" : "ItemSource<TItem>.From(items)";
    // A source that is both kinds of sequence, as a database query is, is read asynchronously.
    var priority = isAsyncInput ? "    [OverloadResolutionPriority(1)]\n" : "";
    return $"""
            /// <summary>{verb.Summary}</summary>
        {shape.TypeParameterDocs()}    /// <param name="function">{shape.FunctionDoc}</param>
            /// <param name="{(verb.IsSubmit ? "item" : "items")}">{(verb.IsSubmit ? "The item." : isAsyncInput
                ? "The items; read asynchronously, a bounded window ahead of the results."
                : "The items; read lazily, a bounded window ahead of the results.")}</param>
            /// <param name="options">How the run behaves; null: the defaults.</param>
            /// <param name="arguments">Values for further parameters: an object or a dictionary.</param>
            /// <param name="setup">Builds the environment of this run once per worker; null: the client's.</param>
            /// <param name="cancellationToken">Cancels the run.</param>
            /// <returns>{verb.Returns}</returns>
            /// <exception cref="BindingException">The function, a name or a type does not fit.</exception>
            /// <exception cref="ArgumentConflictException">A name is in the environment and in arguments.</exception>
            /// <exception cref="SetupException">An environment could not be built.</exception>
            /// <exception cref="ShippingException">The function or a value cannot be sent.</exception>
            /// <exception cref="WorkerLostException">Workers died of an item.</exception>
        {priority}    public {modifier}{verb.Type} {verb.Name}<{shape.TypeParameters}>(
                {shape.Function} function, {source}, MapOptions? options = null,
                object? arguments = null, Delegate? setup = null, CancellationToken cancellationToken = default) =>
                {core}{verb.Core}<TItem, TResult>(
                    function, {items}, new CallOptions(options, arguments, setup, cancellationToken));

        """;
}

static string BoundFunctions()
{
    var text = Header("ParallelCompute.Execution", "").Append("""
        /// <summary>Functions with the values of all parameters but the first, which the item fills.</summary>
        internal static class BoundFunctions
        {
            /// <summary>The classes by number of values, from 1.</summary>
            public static readonly Type[] ByCount =
            [

        """);
    for (var n = 1; n <= BoundParameters; n++)
    {
        text.Append($"        typeof(With{n}<{new string(',', n + 1)}>),\n");
    }

    text.Append("    ];\n");
    for (var n = 1; n <= BoundParameters; n++)
    {
        var types = string.Join(", ", Enumerable.Range(1, n).Select(i => $"T{i}"));
        var names = string.Join(", ", Enumerable.Range(1, n).Select(i => $"p{i}"));
        var parameters = string.Join(
            ",\n        ", Enumerable.Range(1, n).Chunk(8).Select(c => string.Join(", ", c.Select(i => $"T{i} p{i}"))));
        text.Append($$"""

                private sealed class With{{n}}<TItem, {{types}}, TResult>(
                    Func<TItem, {{types}}, TResult> function,
                    {{parameters}})
                {
                    public TResult Call(TItem item) =>
                        function(item, {{names}});
                }

            """);
    }

    return text.Append("}\n").ToString();
}

static StringBuilder Header(string space, string usings) => new(
    "// <auto-generated>Written by eng/overloads.cs; change that instead.</auto-generated>\n#nullable enable\n\n" +
    $"{usings}namespace {space};\n\n");

/// <summary>One verb of the public door.</summary>
internal sealed record Verb(string Name, string Core, string Type, string Summary, string Returns)
{
    private const string Map = "Runs a function over all items on workers and returns the results in input order.";
    private const string For = "Runs a function over all items on workers and yields results as they complete.";
    private const string Indexed = "As ParallelFor, with each result's index, input, worker and time.";

    public static IReadOnlyList<Verb> All { get; } =
    [
        new("ParallelMapAsync", "MapCoreAsync", "Task<TResult[]>", Map, "One result per item, in input order."),
        new("ParallelForAsync", "ForCore", "IAsyncEnumerable<TResult>", For,
            "The results in completion order; the run starts with the enumeration and ends with it."),
        new("ParallelForIndexedAsync", "ForIndexedCore", "IAsyncEnumerable<ItemResult<TItem, TResult>>", Indexed,
            "The outcomes in completion order; the run starts with the enumeration and ends with it."),
        new("ParallelMap", "MapCore", "TResult[]", Map + " Blocks.", "One result per item, in input order."),
        new("ParallelFor", "ForSyncCore", "IEnumerable<TResult>", For + " Blocks.",
            "The results in completion order; the run starts with the enumeration and ends with it."),
        new("ParallelForIndexed", "ForIndexedSyncCore", "IEnumerable<ItemResult<TItem, TResult>>", Indexed + " Blocks.",
            "The outcomes in completion order; the run starts with the enumeration and ends with it."),
        new("ParallelSubmit", "SubmitCore", "ParallelTask<TResult>", "Starts a function for one item on a worker.",
            "The running call; await it for the result."),
    ];

    public bool IsSubmit => Name == "ParallelSubmit";

    public bool IsAsync => Name.EndsWith("Async", StringComparison.Ordinal);
}

/// <summary>One kind of function that a verb takes: typed with some parameters, or any delegate (0).</summary>
internal sealed record Shape(int Parameters, bool ReturnsTask)
{
    private static readonly string[] Ordinals = ["", "first", "second", "third", "fourth"];

    private IEnumerable<string> Named => Enumerable.Range(2, Math.Max(0, Parameters - 1)).Select(i => $"T{i}");

    public bool HasAsyncInput => Parameters <= 1;

    public string TypeParameters => string.Join(", ", ["TItem", .. Named, "TResult"]);

    public string Function => Parameters == 0 ? "Delegate"
        : $"Func<{string.Join(", ", ["TItem", .. Named, ReturnsTask ? "Task<TResult>" : "TResult"])}>";

    public string FunctionDoc => (Parameters, ReturnsTask) switch
    {
        (0, _) => "Takes the item, then parameters filled by name; gives a result or a task of one.",
        (1, false) => "Takes the item.",
        (1, true) => "Takes the item; asynchronous.",
        (_, false) => "Takes the item, then parameters that are filled by name.",
        (_, true) => "Takes the item, then parameters that are filled by name; asynchronous.",
    };

    public static IEnumerable<Shape> All(int most) => Enumerable.Range(1, most)
        .SelectMany(n => (Shape[])[new(n, false), new(n, true)]).Append(new(0, false));

    public string TypeParameterDocs()
    {
        var docs = new StringBuilder("    /// <typeparam name=\"TItem\">The items' type.</typeparam>\n");
        for (var i = 2; i <= Parameters; i++)
        {
            docs.Append($"    /// <typeparam name=\"T{i}\">The {Ordinals[i]} parameter's type.</typeparam>\n");
        }

        return docs.Append("    /// <typeparam name=\"TResult\">The results' type.</typeparam>\n").ToString();
    }
}
