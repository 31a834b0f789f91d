using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using ParallelCompute.Tests.Architecture;

namespace ParallelCompute.Tests.Packaging;

/// <summary>
/// Programs of users, outside the repository: they get everything by one reference and deploy nothing.
/// </summary>
[Collection(SecondLine.Name)]
public sealed class PackagingTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    private const string Program = """
        using ParallelCompute;

        var config = new ParallelConfig { Env = "local", NWorkers = 2 };
        await using var client = await ParallelCluster.GetClientAsync(config, setup: () => new { bias = 5 });
        var factor = 2;
        int[] results = await client.ParallelMapAsync((int x, int bias) => factor * x + bias, Enumerable.Range(0, 4));
        Console.WriteLine(string.Join(' ', results));
        """;

    [Fact]
    public async Task A_program_built_from_the_package_works()
    {
        var version = feed.Version("Parallel.Client");
        var reference = $"""<PackageReference Include="Parallel.Client" Version="{version}" />""";
        await BuildAndRunAsync("from-package", reference, feed.Variables);
    }

    [Fact]
    public async Task A_program_that_references_the_project_from_outside_works()
    {
        var project = Repository.Combine("Parallel.Client", "Parallel.Client.csproj");
        await BuildAndRunAsync("from-project", $"""<ProjectReference Include="{project}" />""", []);
    }

    [Fact]
    public async Task The_installed_tool_works()
    {
        var folder = feed.CreateFolder("tool");
        var version = feed.Version("parallelctl");
        await Dotnet.RunAsync(
            folder, "dotnet", ["tool", "install", "parallelctl", "--version", version, "--tool-path", folder],
            feed.Variables);
        await Dotnet.RunAsync(folder, Path.Combine(folder, "parallelctl"), ["--help"], feed.Variables);
        Assert.Single(Directory.EnumerateFiles(folder, "parallel-silo.dll", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_package_declares_what_its_assemblies_need()
    {
        using var package = ZipFile.OpenRead(feed.Package("Parallel.Client"));
        using var nuspec = package.GetEntry("Parallel.Client.nuspec")!.Open();
        var declared = Elements(XDocument.Load(nuspec), "dependency")
            .Select(element => $"{element.Attribute("id")!.Value} {element.Attribute("version")!.Value}");
        var versions = Elements(Load("Directory.Packages.props"), "PackageVersion").ToDictionary(
            element => element.Attribute("Include")!.Value, element => element.Attribute("Version")!.Value);
        var needed = Repository.Libraries
            .SelectMany(name => Elements(Load(name, $"{name}.csproj"), "PackageReference"))
            .Where(element => element.Attribute("PrivateAssets") is null)
            .Select(element => element.Attribute("Include")!.Value)
            .Select(id => $"{id} {versions[id]}");
        Assert.Equal(needed.Order(StringComparer.Ordinal), declared.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_package_has_every_library_with_its_documentation()
    {
        using var package = ZipFile.OpenRead(feed.Package("Parallel.Client"));
        var packed = package.Entries.Select(entry => entry.FullName)
            .Where(path => path.StartsWith("lib/", StringComparison.Ordinal));
        var expected = Repository.Libraries
            .SelectMany(name => new[] { $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml" });
        Assert.Equal(expected.Order(StringComparer.Ordinal), packed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<XElement> Elements(XDocument file, string name) =>
        file.Descendants().Where(element => element.Name.LocalName == name);

    private static XDocument Load(params string[] path) => XDocument.Load(Repository.Combine(path));

    private async Task BuildAndRunAsync(string name, string reference, Dictionary<string, string> variables)
    {
        var folder = feed.CreateFolder(name);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Program);
        File.WriteAllText(Path.Combine(folder, "Demo.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>{reference}</ItemGroup>
            </Project>
            """);
        var published = Path.Combine(folder, "published");
        await Dotnet.RunAsync(
            folder, "dotnet",
            ["publish", "-c", Repository.Configuration, "-o", published, .. Dotnet.NoServers], variables);

        foreach (var output in new[] { Path.Combine(folder, "bin", Repository.Configuration, "net10.0"), published })
        {
            Assert.Equal("5 7 9 11", (await Dotnet.RunAsync(output, "Demo.dll")).Trim());
            AssertPlain(output);
        }
    }

    private static void AssertPlain(string output)
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "Demo.runtimeconfig.json")));
        var framework = config.RootElement.GetProperty("runtimeOptions").GetProperty("framework");
        Assert.Equal("Microsoft.NETCore.App", framework.GetProperty("name").GetString());
        Assert.False(File.Exists(Path.Combine(output, "parallel-silo.dll")));
    }
}
