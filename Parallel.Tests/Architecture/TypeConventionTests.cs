using System.Reflection;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Tests.Architecture;

public sealed class TypeConventionTests
{
    // Names that would be ambiguous, or hide the base library's own, in programs that use this one.
    private static readonly string[] Forbidden =
        ["Parallel", "ParallelOptions", "TaskScheduler", "Partitioner", "Environment"];

    private static IEnumerable<Type> Types => Repository.Libraries.Select(Assembly.Load)
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute)) && type.Namespace is not null);

    private static IEnumerable<Type> Public => Types.Where(type => type.IsVisible && type.Namespace != ApiPrinter.Wire);

    [Fact]
    public void No_public_type_has_a_name_that_collides_with_the_base_library() =>
        Assert.DoesNotContain(Public, type => Forbidden.Contains(type.Name.Split('`')[0]));

    [Fact]
    public void Every_namespace_starts_with_ParallelCompute()
    {
        var strangers = Types.Where(type => type.Namespace!.Split('.')[0] is "Parallel"
            || (type.IsVisible && type.Namespace.Split('.')[0] != "ParallelCompute"));
        Assert.Empty(strangers);
    }

    [Fact]
    public void Every_public_exception_is_a_ParallelException() =>
        Assert.All(
            Public.Where(type => type.IsSubclassOf(typeof(Exception))),
            type => Assert.True(type.IsAssignableTo(typeof(ParallelException)), $"{type} is none"));

    [Fact]
    public void Every_public_class_is_sealed_unless_it_is_a_base() =>
        Assert.All(
            Public.Where(type => type is { IsClass: true, IsAbstract: false } && type != typeof(ParallelException)),
            type => Assert.True(type.IsSealed, $"{type} is not sealed"));

    [Fact]
    public void Every_public_method_that_returns_a_task_ends_in_Async()
    {
        var methods = Public.Where(type => !type.IsSubclassOf(typeof(Delegate)))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static
                | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsSpecialName && IsAsynchronous(method.ReturnType));
        Assert.Empty(methods.Where(method => !method.Name.EndsWith("Async", StringComparison.Ordinal))
            .Select(method => $"{method.DeclaringType}.{method.Name}"));
    }

    private static bool IsAsynchronous(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return typeof(Task).IsAssignableFrom(type) || definition == typeof(ValueTask)
            || definition == typeof(ValueTask<>) || definition == typeof(IAsyncEnumerable<>);
    }
}
