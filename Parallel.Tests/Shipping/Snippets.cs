using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace ParallelCompute.Tests.Shipping;

/// <summary>Compiles source into assembly files of its own.</summary>
internal static class Snippets
{
    /// <summary>Compiles a library into a folder, where it replaces the one before.</summary>
    /// <param name="name">Name of the assembly.</param>
    /// <param name="source">Its code.</param>
    /// <param name="folder">Where its file is written.</param>
    /// <param name="references">Files of assemblies that it uses, beside those of the runtime.</param>
    /// <returns>The assembly's file.</returns>
    public static string Build(string name, string source, string folder, params string[] references) =>
        Compile(name, source, OptimizationLevel.Release, folder, references, []);

    public static string Compile(
        string name, string source, OptimizationLevel level, string? folder = null, string[]? uses = null,
        ResourceDescription[]? resources = null)
    {
        folder ??= Directory.CreateTempSubdirectory("parallel-snippets-").FullName;
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] references = ["System.Runtime", "System.Linq", "System.Collections", "System.Threading"];
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source)],
            references.Append("System.Private.CoreLib").Select(r => Path.Combine(framework, $"{r}.dll"))
                .Concat(uses ?? []).Select(r => MetadataReference.CreateFromFile(r)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: level));
        var path = Path.Combine(folder, $"{name}.dll");

        // Beside and renamed: the file may be mapped into this process.
        var result = Emit(compilation, $"{path}.new", resources);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
        }

        File.Move($"{path}.new", path, overwrite: true);
        return path;
    }

    private static EmitResult Emit(CSharpCompilation compilation, string path, ResourceDescription[]? resources)
    {
        using var file = File.Create(path);
        return compilation.Emit(file, manifestResources: resources);
    }

    public static Assembly Load(string path) =>
        new AssemblyLoadContext(Path.GetFileName(path), isCollectible: true).LoadFromAssemblyPath(path);
}
