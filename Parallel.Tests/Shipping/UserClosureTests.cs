using System.Reflection;
using System.Resources;
using Google.Protobuf;
using Microsoft.CodeAnalysis;
using ParallelCompute.Code;
using ParallelCompute.Shipping;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Shipping;

/// <summary>What client code finds on a worker: its own closure, and of the worker's only the contracts.</summary>
public sealed class UserClosureTests : IDisposable
{
    private static readonly string s_runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Google.Protobuf", true)]
    [InlineData("Parallel.Grains", true)]
    [InlineData("System.Text.Json", true)]
    [InlineData("System.Text.Json", false)]
    [InlineData("Parallel.Abstractions", false)]
    [InlineData("Microsoft.Extensions.Logging.Abstractions", false)]
    public void The_users_copy_counts_unless_the_worker_shares_its_own(string name, bool counts)
    {
        // A newer version than this process has, except where an old one of the runtime's is to lose.
        var version = name == "System.Text.Json" && !counts ? "1.0.0.0" : "99.0.0.0";
        var copy = Snippets.Build(
            name, $"[assembly: System.Reflection.AssemblyVersion(\"{version}\")] public static class Mark;",
            _folder.Path);
        var listed = CodeManifests.Describe(copy, name);
        Assert.Equal(name.StartsWith("System", StringComparison.Ordinal) && counts, listed.Newer);
        using var client = NearClient.Of(listed);
        var mark = new TypeName { Assembly = name, Name = "Mark" };
        if (counts)
        {
            Assert.Equal(copy, client.NewContext().Resolve(mark).Assembly.Location);
        }
        else
        {
            Assert.Throws<ShippingException>(() => client.NewContext().Resolve(mark));
        }
    }

    [Fact]
    public void A_reference_to_a_newer_version_of_a_contract_gets_the_workers()
    {
        const string Source = "[assembly: System.Reflection.AssemblyVersion(\"99.0.0.0\")] " +
            "namespace Microsoft.Extensions.Logging { public enum LogLevel { Trace } }";
        var stub = Snippets.Build("Microsoft.Extensions.Logging.Abstractions", Source, _folder.Path);
        Assert.Equal("Microsoft.Extensions.Logging.LogLevel", Run(
            "typeof(Microsoft.Extensions.Logging.LogLevel).FullName", [], stub));
    }

    [Fact]
    public void What_the_worker_has_and_the_client_has_not_is_not_found()
    {
        var found = Run(
            "System.Type.GetType(\"Google.Protobuf.ByteString, Google.Protobuf\") == null ? \"none\" : \"found\"", []);
        Assert.Equal("none", found);
        using var other = new UserClosureTests();
        Assert.Throws<FileNotFoundException>(() => other.Run(
            "typeof(Google.Protobuf.ByteString).FullName", [], typeof(ByteString).Assembly.Location));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Satellite_assemblies_are_found(bool isFar)
    {
        var neutral = Resource("Words.resources", "tree");
        var path = Snippets.Compile(
            "Program", Program("new System.Resources.ResourceManager(\"Words\", typeof(Program).Assembly)" +
                ".GetString(\"word\", new System.Globalization.CultureInfo(\"de-AT\"))"),
            OptimizationLevel.Release, _folder.Path, [Path.Combine(s_runtime, "System.Resources.ResourceManager.dll")],
            [neutral]);
        var german = Directory.CreateDirectory(Path.Combine(_folder.Path, "de")).FullName;
        var satellite = Snippets.Compile(
            "Program.resources", "[assembly: System.Reflection.AssemblyCulture(\"de\")]", OptimizationLevel.Release,
            german, [], [Resource("Words.de.resources", "Baum")]);
        var program = Snippets.Load(path);
        using var client = NearClient.Of(
            CodeManifests.Describe(program), CodeManifests.Describe(satellite, "Program.resources", "de"));
        Assert.Equal("Baum", Call(program, client.NewContext(isFar)));
        Assert.Equal(isFar ? 2 : 0, client.Fetched.Count);
    }

    [SkippableTheory]
    [InlineData("probe", false)]
    [InlineData("libprobe", true)]
    [InlineData("libprobe.so", true)]
    [InlineData("probe", true)]
    public void Native_libraries_are_found_beside_each_other(string name, bool isFar)
    {
        Component.Need(OperatingSystem.IsLinux(), "native libraries of Linux");
        var system = Path.Combine(s_runtime, "libSystem.IO.Compression.Native.so");
        string[] natives = [Path.Combine(_folder.Path, "libprobe.so"), Path.Combine(_folder.Path, "libother.so.1")];
        foreach (var native in natives)
        {
            File.Copy(system, native);
        }

        var path = Snippets.Build(
            "Program", $$"""
            using System.Runtime.InteropServices;
            public static class Program
            {
                [DllImport("{{name}}", EntryPoint = "CompressionNative_Crc32")]
                private static extern uint Sum(uint start, byte[] bytes, int count);
                public static string F(int x) => Sum(0, new byte[] { 1, 2, 3 }, 3).ToString();
            }
            """, _folder.Path, Path.Combine(s_runtime, "System.Runtime.InteropServices.dll"));
        var program = Snippets.Load(path);
        using var client = NearClient.Of(
            [CodeManifests.Describe(program),
             .. natives.Select(n => CodeManifests.Describe(n, Path.GetFileName(n), kind: CodeKind.Native))]);
        Assert.Equal("1438416925", Call(program, client.NewContext(isFar)));
        // The program and, as both libraries hold the same, one more.
        Assert.Equal(isFar ? 2 : 0, client.Fetched.Count);
        if (isFar)
        {
            var laid = Assert.Single(Directory.GetDirectories(Native(client)));
            Assert.Equal(["libother.so.1", "libprobe.so"], Directory.GetFiles(laid).Select(Path.GetFileName).Order());
            var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(laid);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, mode);
            Assert.Equal("1438416925", Call(program, client.NewContext(isFar)));
            Assert.Single(Directory.GetDirectories(Native(client)));
        }
    }

    [Theory]
    [InlineData("../libprobe.so")]
    [InlineData("..")]
    [InlineData("/tmp/libprobe.so")]
    public void Names_of_native_libraries_do_not_lead_out_of_their_folder(string name)
    {
        using var folder = new NativeFolder(_folder.Path, "test");
        Assert.Throws<ShippingException>(() => folder.Lay([(name, "/dev/null")]));
    }

    private static string Native(NearClient client) =>
        Path.Combine(Directory.GetDirectories(client.Folder, "parallel-data-*").Single(), "native");

    private static string Program(string expression) =>
        $"public static class Program {{ public static string F(int x) => {expression}; }}";

    private static string Call(Assembly program, CodeContext context) => ((Func<int, string>)RoundTrip.Load(
        program.GetType("Program")!.GetMethod("F")!.CreateDelegate<Func<int, string>>(), context))(1);

    private static ResourceDescription Resource(string name, string word)
    {
        var bytes = new MemoryStream();
        using (var writer = new ResourceWriter(bytes))
        {
            writer.AddResource("word", word);
        }

        return new ResourceDescription(name, () => new MemoryStream(bytes.ToArray()), isPublic: true);
    }

    private string Run(string expression, CodeFile[] files, params string[] references)
    {
        var program = Snippets.Load(Snippets.Build("Program", Program(expression), _folder.Path, references));
        using var client = NearClient.Of([CodeManifests.Describe(program), .. files]);
        return Call(program, client.NewContext());
    }
}
