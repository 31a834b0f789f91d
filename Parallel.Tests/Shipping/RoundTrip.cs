using Google.Protobuf;
using ParallelCompute.Code;
using ParallelCompute.Shipping;
using ParallelCompute.Wire;
using Xunit;

namespace ParallelCompute.Tests.Shipping;

/// <summary>Sends functions through bytes into a second copy of this assembly.</summary>
internal static class RoundTrip
{
    /// <summary>One context for the tests that do not look at the context itself.</summary>
    public static CodeContext Context { get; } = NewContext();

    /// <summary>A worker that can read all files in place.</summary>
    public static CodeContext NewContext() => new NearClient(CodeManifests.Create()).NewContext();

    public static Delegate Load(Delegate function, CodeContext? context = null)
    {
        var bytes = FunctionShipper.Encode(function).ToByteArray();
        return (context ?? Context).LoadFunction(Function.Parser.ParseFrom(bytes));
    }

    /// <summary>The same function, run in the copy; both sides share the framework's delegate types.</summary>
    public static T Copy<T>(T function)
        where T : Delegate
    {
        var copy = Load(function);
        if (function.Method.Module.Assembly == typeof(RoundTrip).Assembly)
        {
            Assert.NotSame(function.Method.Module, copy.Method.Module);
        }

        return Assert.IsType<T>(copy);
    }

    /// <summary>Names of the fields that are sent, those of nested closures included.</summary>
    public static string Fields(Delegate function) => FunctionShipper.Encode(function).Target is { } target
        ? string.Join(' ', Names(target).Order(StringComparer.Ordinal)) : "";

    private static IEnumerable<string> Names(Closure closure) => closure.Fields.SelectMany(f => f.ContentCase switch
    {
        ClosureField.ContentOneofCase.Closure => Names(f.Closure),
        ClosureField.ContentOneofCase.Function => Names(f.Function.Target).Prepend(f.Name),
        _ => [f.Name],
    });
}
