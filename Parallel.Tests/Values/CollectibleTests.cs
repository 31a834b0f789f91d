using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using ParallelCompute.Code;
using ParallelCompute.Tests.Values.Samples;
using ParallelCompute.Values;
using ParallelCompute.Wire;
using Xunit;

namespace ParallelCompute.Tests.Values;

public sealed class CollectibleTests
{
    [Fact]
    public void Types_of_a_collectible_context_come_back_and_are_not_kept()
    {
        var context = TripInContext();
        for (var i = 0; i < 20 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(context.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference TripInContext()
    {
        var context = new AssemblyLoadContext("values", isCollectible: true);
        var assembly = context.LoadFromAssemblyPath(typeof(CollectibleTests).Assembly.Location);
        var type = assembly.GetType(typeof(Tree).FullName!)!;
        Assert.NotSame(typeof(Tree), type);
        var node = Activator.CreateInstance(assembly.GetType(typeof(Node).FullName!)!, 5, null)!;
        var tree = Activator.CreateInstance(type)!;
        type.GetProperty(nameof(Tree.Tag))!.SetValue(tree, new[] { node, "x" });

        SameContent.Check(tree, Trip(type, tree, assembly));
        SameContent.Check(tree, Trip(typeof(object), tree, assembly));
        context.Unload();
        return new WeakReference(context);
    }

    private static object? Trip(Type declared, object value, Assembly assembly)
    {
        var w = new ValueWriter();
        var codec = ValueCodecs.For(declared);
        codec.WriteObject(w, value);
        return codec.ReadObject(new ValueReader(w.Buffer.AsMemory(0, w.Position), new OneAssembly(assembly)));
    }

    private sealed class OneAssembly(Assembly assembly) : ITypeResolver
    {
        public Type Resolve(TypeName name) =>
            TypeNames.Resolve(name, n => n == assembly.GetName().Name ? assembly : null);
    }
}
