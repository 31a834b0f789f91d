using System.Reflection;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Values.Keys;

/// <summary>Knows the types whose values compare by content, in code that nobody wrote by hand.</summary>
/// <remarks>
/// Records, anonymous types, tuples and plain structs ask their parts for hash codes, these ask theirs, and so on. A
/// class with methods of its own stops where these stop. Types of a collectible load context are not kept alive.
/// </remarks>
internal static class ContentParts
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConditionalWeakTable<Type, Member[]> Hashed = [];
    private static readonly ConditionalWeakTable<Type, Member[]> Sorted = [];

    /// <summary>The parts of a value that are asked when it is; none where it is on its own.</summary>
    /// <param name="type">The class or struct that the value really is of.</param>
    /// <param name="isSorted">Whether keys are put in order, and not told apart by hash code and equality.</param>
    public static Member[] Of(Type type, bool isSorted) => isSorted
        ? Sorted.GetValue(type, static t => Find(t, true)) : Hashed.GetValue(type, static t => Find(t, false));

    private static Member[] Find(Type type, bool isSorted)
    {
        if (type.IsPrimitive || type.IsEnum || type.IsArray || type.IsPointer || type.IsFunctionPointer)
        {
            return [];
        }

        if (BaseLibrary.Contains(type))
        {
            return BaseLibrary.IsPlainPair(type) || BaseLibrary.IsBuiltFromProperties(type)
                ? [.. Members.Of(type).Where(m => MayLeadOn(m.Type, isSorted))] : [];
        }

        var fields = isSorted ? Asked(type, Comparison) : Asked(type, HashCode).Union(Asked(type, Equality));
        return [.. fields.Where(f => MayLeadOn(f.FieldType, isSorted))
            .Select(f => new Member(f.Name, f.FieldType, f, null))];
    }

    private static bool MayLeadOn(Type type, bool isSorted) => Nullable.GetUnderlyingType(type) is { } value
        ? MayLeadOn(value, isSorted)
        : type != typeof(string) && (type.IsValueType ? Of(type, isSorted).Length > 0 : !type.IsArray);

    /// <summary>The fields of all levels from the type down to the last one whose method was generated.</summary>
    private static List<FieldInfo> Asked(Type type, Func<Type, MethodInfo?> method)
    {
        List<FieldInfo> asked = [];
        List<FieldInfo> above = [];
        for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            above.AddRange(level.GetFields(Declared));
            if (method(level) is not { } declared)
            {
                continue;
            }

            if (!IsGenerated(declared))
            {
                break;
            }

            asked.AddRange(above);
            above.Clear();
        }

        return asked;
    }

    private static MethodInfo? HashCode(Type level) => level.GetMethod(nameof(GetHashCode), Declared, []);

    // What the compiler generates for any object calls the one for the type itself, and that may be the user's.
    private static MethodInfo? Equality(Type level) =>
        level.GetMethod(nameof(Equals), Declared, [typeof(object)]) is { } any
            ? level.GetMethod(nameof(Equals), Declared, [level]) ?? any : null;

    private static MethodInfo? Comparison(Type level) =>
        level.GetMethod(nameof(IComparable.CompareTo), Declared, [level]) ??
        level.GetMethod(nameof(IComparable.CompareTo), Declared, [typeof(object)]);

    // Of an anonymous type the class is marked and not its methods. ValueType compares all fields of a plain struct.
    private static bool IsGenerated(MethodInfo method) => method.DeclaringType == typeof(ValueType) ||
        method.IsDefined(typeof(CompilerGeneratedAttribute), false) ||
        method.DeclaringType!.IsDefined(typeof(CompilerGeneratedAttribute), false);
}
