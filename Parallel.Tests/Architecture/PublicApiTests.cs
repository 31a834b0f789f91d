using System.Reflection;

namespace ParallelCompute.Tests.Architecture;

public sealed class PublicApiTests
{
    public static TheoryData<string> Libraries => new(Repository.Libraries);

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_api_is_the_approved_one(string library) =>
        Snapshot.Check(library, ApiPrinter.Print(Assembly.Load(library)));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_public_type_has_documentation(string library)
    {
        var documentation = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{library}.xml"));
        var missing = Assembly.Load(library).GetExportedTypes()
            .Where(type => type.Namespace != ApiPrinter.Wire)
            .Select(type => $"T:{type.FullName!.Replace('+', '.')}")
            .Where(name => !documentation.Contains($"\"{name}\"", StringComparison.Ordinal));
        Assert.Empty(missing);
    }
}
