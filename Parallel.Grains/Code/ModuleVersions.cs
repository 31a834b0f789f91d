using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ParallelCompute.Code;

/// <summary>Tells builds of an assembly apart, also those of one version number, by their module version ids.</summary>
public static class ModuleVersions
{
    /// <summary>The id in an assembly's file.</summary>
    /// <param name="image">The file's content; it is disposed.</param>
    /// <param name="path">The file, for the error.</param>
    /// <exception cref="ShippingException">This is no assembly.</exception>
    public static Guid Read(Stream image, string path)
    {
        try
        {
            using var reader = new PEReader(image);
            var metadata = reader.GetMetadataReader();
            return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException or IOException)
        {
            throw new ShippingException($"the file {path} cannot be read as an assembly: {e.Message}", null, e);
        }
    }

    /// <summary>Refuses a build that is not the one that the program runs.</summary>
    /// <param name="path">The file of the build that was found.</param>
    /// <param name="wanted">The id of the build that the program runs.</param>
    /// <param name="found">The id of the build that was found.</param>
    /// <exception cref="ShippingException">The ids differ.</exception>
    public static void Check(string path, ReadOnlySpan<byte> wanted, Guid found)
    {
        if (wanted.Length != 16 || new Guid(wanted) != found)
        {
            var id = wanted.Length == 16 ? new Guid(wanted).ToString() : Convert.ToHexString(wanted);
            throw new ShippingException($"the file {path} has module version {found}, but the program runs {id}: it " +
                "was built anew since the program started; start the program again");
        }
    }
}
