using System.Collections;
using System.Reflection;

namespace ParallelCompute.Execution;

/// <summary>Which types hold named values, and what is known of them without an object.</summary>
public static class NamedTypes
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Why no object of exactly that type holds named values; null where one does.</summary>
    public static string? Problem(Type type)
    {
        var text = TypeText.Of(type);
        return type switch
        {
            _ when type == typeof(void) => "nothing",
            _ when IsDictionary(type) => null,
            _ when type.IsAssignableTo(typeof(Delegate)) => $"{text}, a delegate",
            _ when type.IsAssignableTo(typeof(System.Runtime.CompilerServices.ITuple)) =>
                $"{text}, a tuple, whose names do not exist at run time",
            _ when type == typeof(string) || type.IsPrimitive || type.IsEnum => $"{text}, a single value",
            _ when type.IsAssignableTo(typeof(IEnumerable)) => $"{text}, a collection without names",
            _ when IsOfTheSystem(type) => $"{text}, a single value",
            _ when Members(type).Count == 0 => $"{text}, which has no public properties or fields",
            _ => null,
        };
    }

    /// <summary>The names and types that every object of that type has; null where the type does not tell.</summary>
    /// <param name="type">The declared type.</param>
    /// <param name="isComplete">Whether there can be no more names.</param>
    public static IReadOnlyDictionary<string, Type>? NamesOf(Type type, out bool isComplete)
    {
        var tells = !IsOpen(type) && !IsDictionary(type);
        isComplete = tells && type.IsSealed;
        return tells ? Members(type).ToDictionary(m => m.Name, TypeOf, StringComparer.Ordinal) : null;
    }

    /// <summary>Whether an object of that declared type may turn out to be of almost any type.</summary>
    public static bool IsOpen(Type type) => type == typeof(object) || type.IsInterface || type.IsAbstract;

    internal static bool IsDictionary(Type type) =>
        type.IsAssignableTo(typeof(IDictionary)) || EntryType(type) is not null;

    internal static Type ValueType(Type dictionary) => EntryType(dictionary) ?? typeof(object);

    internal static Type TypeOf(MemberInfo member) =>
        member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    /// <summary>Readable public members in the order of their declaration, those of base types last.</summary>
    internal static List<MemberInfo> Members(Type type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        List<MemberInfo> members = [];
        for (var t = type; t is not null && t != typeof(object); t = t.BaseType)
        {
            // Reflection returns members in the order in which they were first asked for; tokens are as declared.
            members.AddRange(
                t.GetMembers(Declared).OrderBy(m => m.MetadataToken).Where(m => IsValue(m) && seen.Add(m.Name)));
        }

        return members;
    }

    private static bool IsValue(MemberInfo member) => member is FieldInfo
        || (member is PropertyInfo { GetMethod.IsPublic: true } property
            && property.GetIndexParameters().Length == 0
            && property.PropertyType is { IsByRef: false, IsByRefLike: false, IsPointer: false });

    private static bool IsOfTheSystem(Type type) =>
        type.Namespace is "System" || type.Namespace?.StartsWith("System.", StringComparison.Ordinal) == true;

    private static Type? EntryType(Type type) => type.GetInterfaces().Append(type)
        .Where(t => t.IsGenericType && t.GenericTypeArguments[0] == typeof(string)
            && (t.GetGenericTypeDefinition() == typeof(IDictionary<,>)
                || t.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)))
        .Select(t => t.GenericTypeArguments[1]).FirstOrDefault();
}
