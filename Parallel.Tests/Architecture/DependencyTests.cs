using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Xml.Linq;

namespace ParallelCompute.Tests.Architecture;

/// <summary>Abstractions &lt;- Grains &lt;- Runtime &lt;- Client &lt;- Cli, and Runtime &lt;- Silo.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string> Above = new()
    {
        ["Parallel.Grains"] = "Parallel.Abstractions",
        ["Parallel.Runtime"] = "Parallel.Grains",
        ["Parallel.Client"] = "Parallel.Runtime",
        ["Parallel.Cli"] = "Parallel.Client",
        ["Parallel.Silo"] = "Parallel.Runtime",
    };

    public static TheoryData<string> Projects => ["Parallel.Abstractions", .. Above.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_the_one_below_it_and_no_other(string project)
    {
        var references = Directory.EnumerateFiles(Repository.Combine(project)).Where(IsProjectFile)
            .SelectMany(file => XDocument.Load(file).Descendants("ProjectReference"))
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));
        string[] expected = Above.TryGetValue(project, out var below) ? [below] : [];
        Assert.Equal(expected, references);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_assembly_uses_only_those_below_it(string project)
    {
        var used = References(AssemblyOf(project));
        var others = used.Where(name => name.StartsWith("Parallel.", StringComparison.Ordinal));
        Assert.Empty(others.Except(Below(project)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Only_the_command_line_may_use_the_web_framework(string project)
    {
        if (project != "Parallel.Cli")
        {
            Assert.DoesNotContain(References(AssemblyOf(project)), IsWebFramework);
        }
    }

    [Fact]
    public void The_silo_needs_the_plain_runtime_only()
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Repository.Silo("parallel-silo.runtimeconfig.json")));
        var options = config.RootElement.GetProperty("runtimeOptions");
        Assert.Equal("Microsoft.NETCore.App", options.GetProperty("framework").GetProperty("name").GetString());
        Assert.False(options.TryGetProperty("frameworks", out _));
    }

    [Fact]
    public void The_silo_is_complete_and_not_mixed_with_the_program()
    {
        var assemblies = Directory.EnumerateFiles(Repository.Silo(""), "*.dll").Select(Path.GetFileName).ToArray();
        Assert.Contains("Parallel.Runtime.dll", assemblies);
        Assert.Contains("Google.Protobuf.dll", assemblies);
        Assert.DoesNotContain("Parallel.Client.dll", assemblies);
        Assert.False(File.Exists(Path.Combine(AppContext.BaseDirectory, "parallel-silo.dll")));
    }

    private static bool IsProjectFile(string file) => Path.GetExtension(file) is ".csproj" or ".targets" or ".props";

    private static bool IsWebFramework(string name) =>
        name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal);

    private static IEnumerable<string> Below(string project) =>
        Above.TryGetValue(project, out var below) ? Below(below).Append(below) : [];

    private static string AssemblyOf(string project) => project switch
    {
        "Parallel.Silo" => Repository.Silo("parallel-silo.dll"),
        "Parallel.Cli" => Repository.Combine(project, "bin", Repository.Configuration, "net10.0", "parallelctl.dll"),
        _ => Path.Combine(AppContext.BaseDirectory, $"{project}.dll"),
    };

    private static string[] References(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences
            .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
