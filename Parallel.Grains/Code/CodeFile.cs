using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using AssemblyFile = ParallelCompute.Wire.AssemblyFile;

namespace ParallelCompute.Code;

/// <summary>Checks that an assembly file is still the one that the client runs.</summary>
internal static class CodeFile
{
    /// <exception cref="ShippingException">The file is missing, is no assembly or was built anew.</exception>
    public static string Verify(AssemblyFile file)
    {
        if (!File.Exists(file.Path))
        {
            throw new ShippingException($"the assembly {file.Name} is not at {file.Path} on " +
                $"{Environment.MachineName}; the worker must see the program's files under the same path");
        }

        if (!file.Mvid.IsEmpty)
        {
            RefuseRebuilt(file, ReadMvid(file));
        }

        return Path.GetFullPath(file.Path);
    }

    /// <exception cref="ShippingException">The ids differ.</exception>
    public static void RefuseRebuilt(string path, ReadOnlySpan<byte> wanted, Guid found)
    {
        if (wanted.Length != 16 || new Guid(wanted) != found)
        {
            var id = wanted.Length == 16 ? new Guid(wanted).ToString() : Convert.ToHexString(wanted);
            throw new ShippingException($"the file {path} has module version {found}, but the program runs {id}: it " +
                "was built anew since the program started; start the program again");
        }
    }

    private static void RefuseRebuilt(AssemblyFile file, Guid found) => RefuseRebuilt(file.Path, file.Mvid.Span, found);

    private static Guid ReadMvid(AssemblyFile file)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(file.Path));
            var metadata = image.GetMetadataReader();
            return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException or IOException
            or UnauthorizedAccessException)
        {
            throw new ShippingException($"the file {file.Path} cannot be read as an assembly: {e.Message}", null, e);
        }
    }
}
