namespace ParallelCompute.Values;

/// <summary>Writes types in messages as people write them.</summary>
internal static class TypeText
{
    public static string Of(Type type)
    {
        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (!type.IsGenericType || type.IsGenericTypeDefinition)
        {
            return type.ToString();
        }

        var name = type.GetGenericTypeDefinition().FullName!;
        var end = name.IndexOf('`', StringComparison.Ordinal);
        var plain = end < 0 ? name : name[..end];
        return $"{plain}<{string.Join(", ", type.GenericTypeArguments.Select(Of))}>";
    }
}
