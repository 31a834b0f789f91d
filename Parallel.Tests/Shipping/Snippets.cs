using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ParallelCompute.Tests.Shipping;

/// <summary>Compiles source into assembly files of its own.</summary>
internal static class Snippets
{
    public static string Compile(string name, string source, OptimizationLevel level, string? folder = null)
    {
        folder ??= Directory.CreateTempSubdirectory("parallel-snippets-").FullName;
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] references = ["System.Runtime", "System.Linq", "System.Collections", "System.Threading"];
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source)],
            references.Append("System.Private.CoreLib")
                .Select(r => MetadataReference.CreateFromFile(Path.Combine(framework, $"{r}.dll"))),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: level));
        var path = Path.Combine(folder, $"{name}.dll");

        // Beside and renamed: the file may be mapped into this process.
        var result = compilation.Emit($"{path}.new");
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
        }

        File.Move($"{path}.new", path, overwrite: true);
        return path;
    }

    public static Assembly Load(string path) =>
        new AssemblyLoadContext(Path.GetFileName(path), isCollectible: true).LoadFromAssemblyPath(path);
}
