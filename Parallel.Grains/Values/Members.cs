using System.Reflection;

namespace ParallelCompute.Values;

/// <summary>Lists the parts of objects, in the same order in every process.</summary>
internal static class Members
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>
    /// All instance fields of any visibility, those of base classes first; of an exception those of the user's classes.
    /// </summary>
    public static IEnumerable<FieldInfo> Fields(Type type) =>
        type.IsAssignableTo(typeof(Exception)) && BaseLibrary.Contains(type) ? []
        : (type.BaseType is null ? [] : Fields(type.BaseType))
        .Concat(type.GetFields(Declared).OrderBy(f => f.MetadataToken));

    /// <summary>The parts that are sent.</summary>
    public static Member[] Of(Type type) => BaseLibrary.IsBuiltFromProperties(type)
        ? [.. Constructor(type)!.GetParameters().Select(p => Property(type, p))]
        : [.. Fields(type).Select(f => new Member(NameOf(f), f.FieldType, f, null))];

    /// <summary>The constructor that takes all parts; null where fields are set instead.</summary>
    public static ConstructorInfo? Constructor(Type type) =>
        BaseLibrary.IsBuiltFromProperties(type) ? type.GetConstructor(type.GenericTypeArguments) : null;

    private static Member Property(Type type, ParameterInfo parameter)
    {
        var property = type.GetProperty(parameter.Name!, Declared | BindingFlags.IgnoreCase)!;
        return new Member(property.Name, property.PropertyType, null, property.GetMethod);
    }

    // <Name>k__BackingField, <Name>i__Field and <name>P are what the compiler makes of the user's names.
    private static string NameOf(FieldInfo field)
    {
        var end = field.Name.IndexOf('>', StringComparison.Ordinal);
        return field.Name[0] == '<' && end > 1 ? field.Name[1..end] : field.Name;
    }
}
