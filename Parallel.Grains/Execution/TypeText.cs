namespace ParallelCompute.Execution;

/// <summary>Types as a C# programmer writes them, for messages.</summary>
public static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(char)] = "char",
        [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint",
        [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(decimal)] = "decimal", [typeof(string)] = "string", [typeof(object)] = "object",
        [typeof(void)] = "void", [typeof(nint)] = "nint", [typeof(nuint)] = "nuint",
    };

    /// <summary>The type's short name, for example <c>Dictionary&lt;string, int[]&gt;</c>.</summary>
    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Of(inner) + "?";
        }

        if (!type.IsGenericType)
        {
            return type.Name;
        }

        // Nested types carry their parents' arguments and may have no tick of their own.
        var name = type.Name.StartsWith("<>f__Anonymous", StringComparison.Ordinal) ? "anonymous type" : type.Name;
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return $"{(tick < 0 ? name : name[..tick])}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>";
    }

    /// <summary>Two types that differ, told apart even where they have the same short name.</summary>
    public static (string Wanted, string Found) OfBoth(Type wanted, Type found)
    {
        var texts = (Wanted: Of(wanted), Found: Of(found));
        return texts.Wanted != texts.Found ? texts : (Exactly(wanted), Exactly(found));
    }

    private static string Exactly(Type type) => $"{type.FullName} from {type.Assembly.GetName().Name} " +
        $"{type.Module.ModuleVersionId:N}";
}
