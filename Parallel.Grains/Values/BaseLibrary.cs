namespace ParallelCompute.Values;

/// <summary>Tells the types of the base library and the shared frameworks from everyone else's.</summary>
internal static class BaseLibrary
{
    // The keys that the assemblies of the runtime and of ASP.NET Core are signed with. Client and worker must decide
    // alike, whatever folder or load context an assembly came from, so nothing but its name counts.
    private static readonly HashSet<string> Keys =
    [
        "7CEC85D7BEA7798E", "B03F5F7F11D50A3A", "B77A5C561934E089", "CC7B13FFCD2DDD51", "31BF3856AD364E35",
        "ADB9793829DDAE60",
    ];

    private static readonly string[] Prefixes =
        ["System.", "Microsoft.Extensions.", "Microsoft.AspNetCore.", "Microsoft.Win32.", "Microsoft.VisualBasic."];

    private static readonly string[] Names =
        ["System", "mscorlib", "netstandard", "WindowsBase", "Microsoft.CSharp", "Microsoft.VisualBasic"];

    private static readonly Type[] Tuples =
    [
        typeof(Tuple<>), typeof(Tuple<,>), typeof(Tuple<,,>), typeof(Tuple<,,,>), typeof(Tuple<,,,,>),
        typeof(Tuple<,,,,,>), typeof(Tuple<,,,,,,>), typeof(Tuple<,,,,,,,>),
    ];

    /// <summary>Whether the type is Microsoft's and not part of the user's program.</summary>
    public static bool Contains(Type type)
    {
        if (type.Assembly == typeof(object).Assembly)
        {
            return true;
        }

        var name = type.Assembly.GetName();
        return name.Name is { } simple && name.GetPublicKeyToken() is { Length: > 0 } key &&
            (Prefixes.Any(p => simple.StartsWith(p, StringComparison.Ordinal)) || Names.Contains(simple)) &&
            Keys.Contains(Convert.ToHexString(key));
    }

    /// <summary>Whether the type is a value tuple or a <see cref="KeyValuePair{TKey, TValue}"/>.</summary>
    public static bool IsPlainPair(Type type) => IsValueTuple(type) || IsKeyValuePair(type);

    /// <summary>Whether values of the type are built by a constructor from properties in the same order.</summary>
    public static bool IsBuiltFromProperties(Type type) => IsKeyValuePair(type) ||
        (type.IsGenericType && Tuples.Contains(type.GetGenericTypeDefinition()));

    private static bool IsKeyValuePair(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    private static bool IsValueTuple(Type type) => type == typeof(ValueTuple) ||
        (type.Assembly == typeof(object).Assembly && type.IsValueType && type.IsGenericType &&
         type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal));
}
