using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Google.Protobuf;
using ParallelCompute.Code;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Shipping;

/// <summary>Lists the files of this program that a worker may need.</summary>
internal static class CodeManifests
{
    private static readonly EnumerationOptions s_readable = new() { IgnoreInaccessible = true };

    /// <summary>What the program has loaded, or may load, and not every worker has.</summary>
    public static CodeManifest Create()
    {
        var files = new Dictionary<string, CodeFile>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in Paths("TRUSTED_PLATFORM_ASSEMBLIES").Where(p => !FrameworkCode.IsOnWorkers(p)))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            files.TryAdd(name, Describe(path, name));
        }

        var folders = new HashSet<string>(StringComparer.Ordinal) { AppContext.BaseDirectory.TrimEnd('/') };
        // The default context comes last: of two copies of an assembly, it has the program's own.
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().Where(IsOwn).OrderBy(IsDefault))
        {
            var file = files[assembly.GetName().Name!] = Describe(assembly);
            folders.Add(Path.GetDirectoryName(file.Path)!);
        }

        folders.Remove("");
        return new CodeManifest
        {
            Machine = Environment.MachineName,
            Files = { files.Values, Satellites(folders), Natives(folders) },
            Codecs = { Replacements.Codecs.Select(TypeNames.Of) },
        };
    }

    /// <summary>An assembly as it is loaded; without a path where it was loaded from memory.</summary>
    public static CodeFile Describe(Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        var file = assembly.Location.Length == 0 ? new CodeFile { Name = name } : Describe(assembly.Location, name);
        file.Mvid = ByteString.CopyFrom(assembly.ManifestModule.ModuleVersionId.ToByteArray());
        return file;
    }

    /// <summary>A file as it lies there.</summary>
    public static CodeFile Describe(string path, string name, string culture = "", CodeKind kind = CodeKind.Assembly)
    {
        var stamp = FileStamp.Of(path) ?? default;
        return new CodeFile
        {
            Name = name, Path = Path.GetFullPath(path), Culture = culture, Kind = kind, Size = stamp.Size,
            Written = stamp.Written, Newer = kind == CodeKind.Assembly && FrameworkCode.IsNewer(path),
        };
    }

    /// <summary>Checks that the program consists of assembly files; cheap, for before anything is started.</summary>
    /// <exception cref="ShippingException">It does not.</exception>
    public static void RefuseBundles()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported || Assembly.GetEntryAssembly() is { Location.Length: 0 })
        {
            throw new ShippingException("this program has no assembly files that workers could load (it is a single " +
                "file, a trimmed bundle or native code); publish it without PublishSingleFile and PublishAot");
        }
    }

    private static IEnumerable<CodeFile> Satellites(IEnumerable<string> folders) =>
        from folder in Paths("PLATFORM_RESOURCE_ROOTS").Select(p => p.TrimEnd('/')).Concat(folders).Distinct()
        where Directory.Exists(folder)
        from place in Directory.EnumerateDirectories(folder, "*", s_readable)
        let culture = Path.GetFileName(place)
        where culture.Split('-')[0] is { Length: 2 or 3 } language && language.All(char.IsAsciiLetter)
        from path in Directory.EnumerateFiles(place, "*.resources.dll", s_readable)
        select Describe(path, Path.GetFileNameWithoutExtension(path), culture);

    private static IEnumerable<CodeFile> Natives(IEnumerable<string> folders) =>
        from folder in Paths("NATIVE_DLL_SEARCH_DIRECTORIES").Select(p => p.TrimEnd('/')).Concat(folders).Distinct()
        where Directory.Exists(folder) && !FrameworkCode.IsOnWorkers(Path.Combine(folder, "any"))
        from path in Directory.EnumerateFiles(folder, "*", s_readable)
        // A package's folder of native files has no others; in that of a program they lie between all else.
        where Path.GetFileName(folder) == "native" || IsNative(Path.GetFileName(path))
        select Describe(path, Path.GetFileName(path), kind: CodeKind.Native);

    private static bool IsNative(string file) => Path.GetExtension(file) is ".so" or ".dylib" ||
        file.Contains(".so.", StringComparison.Ordinal);

    private static bool IsOwn(Assembly assembly) => !assembly.IsDynamic &&
        !FrameworkCode.IsOnWorkers(assembly.Location) && assembly.GetName().CultureName is null or "";

    private static bool IsDefault(Assembly assembly) =>
        AssemblyLoadContext.GetLoadContext(assembly) == AssemblyLoadContext.Default;

    private static string[] Paths(string property) => (AppContext.GetData(property) as string)?
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
}
