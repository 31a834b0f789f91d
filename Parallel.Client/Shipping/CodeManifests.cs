using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Google.Protobuf;
using ParallelCompute.Wire;

namespace ParallelCompute.Shipping;

/// <summary>Lists the files of this program that a worker may need.</summary>
internal static class CodeManifests
{
    /// <summary>The assemblies outside the shared framework that the program has loaded or may load.</summary>
    public static CodeManifest Create()
    {
        var files = new Dictionary<string, AssemblyFile>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in Paths("TRUSTED_PLATFORM_ASSEMBLIES").Where(p => !FrameworkCode.Holds(p)))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            files.TryAdd(name, new AssemblyFile { Name = name, Path = path });
        }

        // The default context comes last: of two copies of an assembly, it has the program's own.
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().OrderBy(IsDefault))
        {
            if (!assembly.IsDynamic && assembly.Location.Length > 0 && !FrameworkCode.Holds(assembly.Location))
            {
                var name = assembly.GetName().Name!;
                files[name] = new AssemblyFile { Name = name, Path = assembly.Location, Mvid = Mvid(assembly) };
            }
        }

        return new CodeManifest
        {
            Assemblies = { files.Values },
            NativeFolders = { Paths("NATIVE_DLL_SEARCH_DIRECTORIES").Where(p => !FrameworkCode.Holds(p)) },
        };
    }

    private static bool IsDefault(Assembly assembly) =>
        AssemblyLoadContext.GetLoadContext(assembly) == AssemblyLoadContext.Default;

    private static ByteString Mvid(Assembly assembly) =>
        ByteString.CopyFrom(assembly.ManifestModule.ModuleVersionId.ToByteArray());

    private static string[] Paths(string property) => (AppContext.GetData(property) as string)?
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];

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
}
