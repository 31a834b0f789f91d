using ParallelCompute.Execution;
using Xunit;

namespace ParallelCompute.Tests.Binding;

/// <summary>Shortens the calls of the binder in tests.</summary>
internal static class Call
{
    public static readonly IReadOnlyDictionary<string, object?> None = new Dictionary<string, object?>();

    public static Func<TItem, TResult> Bind<TItem, TResult>(
        Delegate function, object? environment = null, object? arguments = null) =>
        (Func<TItem, TResult>)ParameterBinder.Bind(
            function, typeof(TItem), Values(environment), Values(arguments));

    public static BindingException Refused<TItem>(
        Delegate function, object? environment = null, object? arguments = null) =>
        Assert.Throws<BindingException>(() => ParameterBinder.Bind(
            function, typeof(TItem), Values(environment), Values(arguments)));

    private static IReadOnlyDictionary<string, object?> Values(object? holder) =>
        holder is null ? None : EnvironmentValues.From(holder);
}
