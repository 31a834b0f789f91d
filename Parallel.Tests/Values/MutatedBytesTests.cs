using System.Diagnostics;
using System.Runtime.Loader;
using Google.Protobuf;
using ParallelCompute.Code;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Tests.Values.Graphs;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Values;

/// <summary>Alone, so that nothing else loads assemblies meanwhile.</summary>
[Collection(Processes.Name)]
public sealed class MutatedBytesTests
{
    private const int Payloads = 200_000;
    private const int Threads = 2;
    private const long MostMemory = 4 << 20;

    [Fact]
    public void Changed_bytes_give_a_value_or_a_refusal()
    {
        var originals = Mutation.Originals();
        List<string> loaded = [];
        AssemblyLoadEventHandler note = (_, e) => loaded.Add(e.LoadedAssembly.FullName!);
        AppDomain.CurrentDomain.AssemblyLoad += note;
        var watch = Stopwatch.StartNew();
        var threads = Read(random => Mutation.Of(random, originals));
        AppDomain.CurrentDomain.AssemblyLoad -= note;

        Assert.All(threads, thread => Assert.Null(thread.Failure));
        Assert.InRange(threads.Sum(t => t.Values), Payloads / 100, Payloads);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 90);
        Assert.All(loaded, name => Assert.StartsWith("System.", name, StringComparison.Ordinal));
        Assert.Null(AppDomain.CurrentDomain.GetData(Telling.Flag));
    }

    [Fact]
    public void Changed_keys_of_linked_records_give_a_value_or_a_refusal()
    {
        byte[][] originals = [.. Enumerable.Range(0, 500).Select(s => Codec.Encode(LinkedKeys.Graph(s)))];
        foreach (var bytes in originals)
        {
            Codec.Decode<object?>(bytes);
        }

        var threads = Read(random => Mutation.OfLink(random, originals[random.Next(originals.Length)]));
        Assert.All(threads, thread => Assert.Null(thread.Failure));
        Assert.InRange(threads.Sum(t => t.Refusals("compares by content")), Payloads / 100, Payloads);
    }

    [SkippableFact]
    public async Task Changed_bytes_open_no_file()
    {
        Skip.IfNot(File.Exists("/usr/share/zoneinfo/Europe/Paris"), "there is no time zone data");
        using var folder = new TemporaryFolder();
        using var process = new HelperProcess(AppContext.BaseDirectory, "read", folder.Path);
        var (exitCode, output) = await process.EndAsync();
        Assert.True(exitCode == 0, output);
        Assert.StartsWith("opened none", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_that_a_client_did_not_bring_are_not_even_named()
    {
        var stranger = new AssemblyLoadContext("stranger", isCollectible: true);
        var type = stranger.LoadFromAssemblyPath(typeof(Telling).Assembly.Location).GetType(typeof(Telling).FullName!)!;
        var name = TypeNames.Of(type);
        Assert.All(
            new TypeName[] { name, Of(typeof(List<>), name), Of(typeof(Lazy<>), name), Array(name) },
            n =>
            {
                Assert.Throws<ShippingException>(() => Read(Named(n, []), Nobody.Instance));
                Assert.Throws<ShippingException>(
                    () => Read(Named(TypeNames.Of(typeof(Type)), Prefixed(n.ToByteArray())), Nobody.Instance));
            });
        Assert.Same(typeof(Telling), Codec.Trip<object>(typeof(Telling)));
        Assert.Null(AppDomain.CurrentDomain.GetData(Telling.Flag));
        stranger.Unload();
    }

    private static TypeName Of(Type definition, TypeName argument)
    {
        var name = TypeNames.Of(definition);
        name.Arguments.Add(argument);
        return name;
    }

    private static TypeName Array(TypeName element) => new() { ArrayRank = 1, Arguments = { element } };

    private static byte[] Prefixed(byte[] bytes) => [(byte)bytes.Length, .. bytes];

    private static byte[] Named(TypeName name, byte[] content)
    {
        var bytes = name.ToByteArray();
        return [2, (byte)bytes.Length, .. bytes, .. content, .. new byte[64]];
    }

    private static Reading[] Read(Func<Random, byte[]> payload)
    {
        var threads = Enumerable.Range(0, Threads).Select(part => new Reading(payload, part)).ToArray();
        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromMinutes(2)), $"seed {thread.Seed} hangs"));
        return threads;
    }

    private static object? Read(byte[] bytes, ITypeResolver types) =>
        ValueCodecs.For<object?>().Read(new ValueReader(bytes, types));

    /// <summary>A thread that reads its part of the payloads.</summary>
    private sealed class Reading
    {
        private readonly Thread _thread;
        private readonly Func<Random, byte[]> _payload;
        private readonly List<string> _refusals = [];

        public Reading(Func<Random, byte[]> payload, int part)
        {
            _payload = payload;
            _thread = new Thread(() => Run(part)) { IsBackground = true };
            _thread.Start();
        }

        public int Seed { get; private set; }

        public int Values { get; private set; }

        public string? Failure { get; private set; }

        public int Refusals(string reason) => _refusals.Count(r => r.Contains(reason, StringComparison.Ordinal));

        public bool Join(TimeSpan timeout) => _thread.Join(timeout);

        private void Run(int part)
        {
            for (Seed = part; Seed < Payloads && Failure is null; Seed += Threads)
            {
                var bytes = _payload(new Random(Seed));
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    Read(bytes, KnownTypes.Instance);
                    Values++;
                }
                catch (ShippingException e)
                {
                    _refusals.Add(e.Reason);
                }
                catch (Exception e)
                {
                    Failure = $"seed {Seed}: {e}";
                }

                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                if (allocated > MostMemory)
                {
                    Failure ??= $"seed {Seed}: {allocated} bytes of memory for {bytes.Length}";
                }
            }
        }
    }

    /// <summary>Knows the base library only.</summary>
    private sealed class Nobody : ITypeResolver
    {
        public static Nobody Instance { get; } = new();

        public Type Resolve(TypeName name) => TypeNames.Resolve(name, _ => null);
    }
}
