using System.Reflection;

namespace ParallelCompute.Tests.Architecture;

/// <summary>Type names as C# writes them, with <c>?</c> where null is allowed.</summary>
internal static class ApiTypeName
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
    };

    public static string Of(Type type) => Of(type, null);

    public static string Of(ParameterInfo parameter)
    {
        var prefix = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        return prefix + Of(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));
    }

    public static string Of(PropertyInfo property) =>
        Of(property.PropertyType, new NullabilityInfoContext().Create(property));

    public static string Of(FieldInfo field) => Of(field.FieldType, new NullabilityInfoContext().Create(field));

    private static string Of(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying, null) + "?";
        }

        var isNullable = nullability?.ReadState == NullabilityState.Nullable
            || nullability?.WriteState == NullabilityState.Nullable;
        return Bare(type, nullability) + (isNullable && !type.IsValueType ? "?" : "");
    }

    private static string Bare(Type type, NullabilityInfo? nullability)
    {
        if (type.IsArray)
        {
            var commas = new string(',', type.GetArrayRank() - 1);
            return $"{Of(type.GetElementType()!, nullability?.ElementType)}[{commas}]";
        }

        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        var name = type.Name.Split('`')[0];
        if (type is { IsNested: true, IsGenericParameter: false })
        {
            name = $"{Bare(type.DeclaringType!, null)}.{name}";
        }

        if (!type.IsGenericType)
        {
            return name;
        }

        var parts = type.GetGenericArguments()
            .Select((part, index) => Of(part, nullability?.GenericTypeArguments.ElementAtOrDefault(index)));
        return $"{name}<{string.Join(", ", parts)}>";
    }
}
