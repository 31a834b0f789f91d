using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using ParallelCompute.Execution;
using Xunit;

namespace ParallelCompute.Tests.Binding;

public sealed class CollectibleTests
{
    [Fact]
    public void Types_of_a_collectible_context_bind_and_can_be_unloaded()
    {
        var context = UseInContext();
        for (var i = 0; context.IsAlive && i < 10; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(context.IsAlive);
    }

    [Fact]
    public void The_same_type_of_another_context_is_told_apart()
    {
        var context = new AssemblyLoadContext("twin", isCollectible: true);
        var error = Assert.Throws<BindingException>(() => ParameterBinder.Bind(
            Function(context), typeof(int), new Dictionary<string, object?> { ["shape"] = new Shape(1) }, Call.None));
        Assert.Contains($"{typeof(Shape).FullName} from", error.Message, StringComparison.Ordinal);
        context.Unload();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference UseInContext()
    {
        var context = new AssemblyLoadContext("user code", isCollectible: true);
        var function = Function(context);
        var shape = Activator.CreateInstance(function.Method.GetParameters()[1].ParameterType, 4);
        var environment = new Dictionary<string, object?> { ["shape"] = shape };
        var bound = (Func<int, string>)ParameterBinder.Bind(function, typeof(int), environment, Call.None);
        context.Unload();
        GC.Collect();
        Assert.Equal("1 Shape { Size = 4 } name", bound(1));
        return new WeakReference(context);
    }

    private static Delegate Function(AssemblyLoadContext context)
    {
        var type = context.LoadFromAssemblyPath(typeof(CollectibleTests).Assembly.Location)
            .GetType(typeof(CollectibleTests).FullName!)!;
        var method = type.GetMethod(nameof(Describe), BindingFlags.NonPublic | BindingFlags.Static)!;
        return method.CreateDelegate(typeof(Func<,,,>).MakeGenericType(
            [.. method.GetParameters().Select(p => p.ParameterType), typeof(string)]));
    }

    private static string Describe(int x, Shape shape, string name = "name") => $"{x} {shape} {name}";

    public readonly record struct Shape(int Size);
}
