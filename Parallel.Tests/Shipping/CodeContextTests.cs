using System.Runtime.CompilerServices;
using Google.Protobuf;
using Microsoft.CodeAnalysis;
using ParallelCompute.Code;
using ParallelCompute.Shipping;
using ParallelCompute.Wire;
using Xunit;

namespace ParallelCompute.Tests.Shipping;

public sealed class CodeContextTests
{
    [Fact]
    public void The_manifest_lists_own_code_and_no_framework()
    {
        var manifest = CodeManifests.Create();
        var own = manifest.Files.Single(a => a.Name == "Parallel.Tests");
        Assert.Equal(typeof(CodeContextTests).Module.ModuleVersionId, new Guid(own.Mvid.Span));
        Assert.Contains(manifest.Files, a => a.Name == "YamlDotNet");
        Assert.DoesNotContain(manifest.Files, a => a.Path.Contains("/shared/Microsoft.NETCore.App"));
    }

    [Fact]
    public void Contracts_are_the_hosts_and_all_else_is_the_clients()
    {
        var context = RoundTrip.Context;
        Type Copy(Type type) => context.Resolve(TypeNames.Of(type));
        Assert.Same(typeof(ShippingException), Copy(typeof(ShippingException)));
        Assert.Same(typeof(List<int>), Copy(typeof(List<int>)));
        Assert.NotSame(typeof(ByteString), Copy(typeof(ByteString)));
        Assert.NotSame(typeof(FunctionShipper), Copy(typeof(FunctionShipper)));
        Assert.NotSame(typeof(Model[]), Copy(typeof(Model[])));
        Assert.Throws<ShippingException>(() => context.Resolve(new TypeName { Assembly = "Elsewhere", Name = "T" }));
    }

    [Fact]
    public void A_context_unloads_after_use()
    {
        var context = UseOnce();
        for (var i = 0; i < 20 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(context.IsAlive);
    }

    [Fact]
    public void Hostile_functions_fail_as_shipping_errors_only()
    {
        var bias = 3;
        string[] names = ["a", "b"];
        Func<int, int> inner = x => x + bias;
        Func<int, string> outer = x => names[0] + inner(x);
        byte[][] seeds =
        [
            FunctionShipper.Encode(outer).ToByteArray(), FunctionShipper.Encode(inner).ToByteArray(),
            FunctionShipper.Encode(new Model().ReadsOneBesideLocals()).ToByteArray(),
            FunctionShipper.Encode((Func<int, string>)"ab".Times).ToByteArray(),
        ];
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var error = Record.Exception(() => Try(Mutate(seeds[seed % seeds.Length], random), random));
            Assert.True(error is null or ShippingException, $"seed {seed}: {error}");
        }
    }

    private static void Try(byte[] bytes, Random random)
    {
        Function function;
        try
        {
            function = Function.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return;
        }

        function.MethodToken += random.Next(4) == 0 ? random.Next(-50, 50) : 0;
        if (function.Target is { Fields.Count: > 0 } target && random.Next(4) == 0)
        {
            target.Fields[random.Next(target.Fields.Count)].Closure = random.Next(2) == 0 ? target.Clone()
                : new Closure { SameAs = random.Next(-1, 4) };
        }

        RoundTrip.Context.LoadFunction(function);
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        var list = bytes.ToList();
        for (var i = random.Next(3); i >= 0; i--)
        {
            var at = random.Next(list.Count);
            switch (random.Next(4))
            {
                case 0:
                    list.RemoveAt(at);
                    break;
                case 1:
                    list.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    list[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return [.. list];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference UseOnce()
    {
        var context = RoundTrip.NewContext();
        var word = "a";
        var points = new List<Spot> { new(1, "x"), new(2, "y") };
        Func<int, string> f = x => word + points[x].Name;
        Assert.Equal("ay", ((Func<int, string>)RoundTrip.Load(f, context))(1));
        context.Unload();
        return new WeakReference(context);
    }

    private sealed record Spot(int X, string Name);
}
