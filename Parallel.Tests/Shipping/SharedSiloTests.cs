using System.Globalization;
using System.Reflection;
using ParallelCompute.Shipping;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Shipping;

/// <summary>A real silo gets code that it cannot read in place, and lets it go again.</summary>
[Collection(Processes.Name)]
public sealed class SharedSiloTests : IAsyncLifetime, IDisposable
{
    private const string Library = "public static class Lib { public static int Number() => 1; }";
    private const string Program = "public static class Program { public static int F(int x) => x + Lib.Number(); }";

    private const string Counter = """
        using System;
        using System.Linq;
        using System.Runtime.Loader;
        public static class Program
        {
            private static readonly byte[] s_weight = new byte[1_000_000];
            public static int F(int x)
            {
                for (var i = 0; i < x; i++)
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                }
                return AppDomain.CurrentDomain.GetAssemblies().Count(a => a.GetName().Name.StartsWith("Weighty")) +
                    s_weight[0];
            }
        }
        """;

    private readonly TemporaryFolder _local = new();
    private readonly TemporaryFolder _program = new();
    private SharedSilo _silo = null!;

    private string Store => Directory.GetDirectories(_local.Path, "parallel-code-*").Single();

    public Task InitializeAsync() => (_silo = new SharedSilo(_local.Path)).StartAsync();

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    public void Dispose()
    {
        _local.Dispose();
        _program.Dispose();
    }

    [Fact]
    public async Task Code_whose_files_are_gone_is_brought_once_per_node()
    {
        var (program, library) = Build("Program", Library);
        var files = new[] { CodeManifests.Describe(program), CodeManifests.Describe(library) };
        var size = new[] { program, library }.Sum(a => new FileInfo(a.Location).Length);
        using var first = _silo.Open(files);
        using var second = _silo.Open(files);
        File.Delete(program.Location);
        File.Delete(library.Location);
        Assert.Equal(6, await first.RunAsync<int>(Function(program), 5));
        Assert.Equal(size, first.Blobs.BytesSent);
        Assert.Equal(7, await second.RunAsync<int>(Function(program), 6));
        Assert.Equal(0, second.Blobs.BytesSent);
        AssertPrivate();
    }

    [Fact]
    public async Task Two_clients_use_different_versions_of_one_library_at_once()
    {
        var (program, one) = Build("Program", Library);
        var (_, two) = Build("Program", Library.Replace("1", "2", StringComparison.Ordinal), "new");
        using var first = _silo.Open(CodeManifests.Describe(program), CodeManifests.Describe(one));
        using var second = _silo.Open(CodeManifests.Describe(program), CodeManifests.Describe(two));
        File.Delete(two.Location);
        for (var x = 0; x < 3; x++)
        {
            Assert.Equal(x + 1, await first.RunAsync<int>(Function(program), x));
            Assert.Equal(x + 2, await second.RunAsync<int>(Function(program), x));
        }
    }

    [Fact]
    public async Task An_assembly_that_cannot_be_had_is_an_error_of_shipping_with_its_name()
    {
        var (program, library) = Build("Program", Library);
        var listed = CodeManifests.Describe(library.Location, "Lib");
        using var client = _silo.Open(CodeManifests.Describe(program), listed);
        File.Delete(library.Location);
        var error = await Assert.ThrowsAsync<ShippingException>(() => client.RunAsync<int>(Function(program), 5));
        Assert.Contains(library.Location, error.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_serves_two_hundred_clients_stays_as_small_as_it_was()
    {
        var early = 0L;
        for (var i = 1; i <= 200; i++)
        {
            var assembly = Snippets.Load(Snippets.Build($"Weighty{i}", Counter, _program.Path));
            using var client = _silo.Open(CodeManifests.Describe(assembly));
            // Half of them are brought, half are read in place.
            if (i % 2 == 0)
            {
                File.Delete(assembly.Location);
            }

            var collect = i % 40 == 0 ? 4 : 0;
            var alive = await client.RunAsync<int>(Function(assembly), collect);
            if (collect > 0)
            {
                // Its own, and the one before while a slot's thread has not yet taken another batch.
                Assert.InRange(alive, 1, 2);
            }

            early = i == 40 ? Memory() : early;
        }

        var late = Memory();
        Assert.True(late - early < 16 << 20, $"{early >> 20} MB after 40 clients, {late >> 20} MB after 200");
    }

    private static Delegate Function(Assembly program) =>
        program.GetType("Program")!.GetMethod("F")!.CreateDelegate<Func<int, int>>();

    private (Assembly Program, Assembly Library) Build(string name, string library, string folder = "")
    {
        var place = Directory.CreateDirectory(Path.Combine(_program.Path, folder)).FullName;
        var path = Snippets.Build("Lib", library, place);
        return (Snippets.Load(Snippets.Build(name, Program, place, path)), Snippets.Load(path));
    }

    private long Memory() => 1024L * long.Parse(
        File.ReadLines($"/proc/{_silo.ProcessId}/status").Single(l => l.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    private void AssertPrivate()
    {
        const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(2, Directory.GetFiles(Store).Length);
        Assert.All(Directory.GetFiles(Store).Select(Path.GetFileName), n => Assert.Matches("^[0-9a-f]{64}$", n));
        Assert.Equal(ReadWrite | UnixFileMode.UserExecute, Mode(Store));
        Assert.All(Directory.GetFiles(Store), f => Assert.Equal(ReadWrite, Mode(f)));
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
}
