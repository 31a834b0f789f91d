using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ParallelCompute.Execution;

/// <summary>
/// Reads named values out of an object: the entries of a dictionary with string keys, or the public properties and
/// fields of an anonymous type, record, class or struct.
/// </summary>
public static class NamedValues
{
    /// <summary>Reads what <paramref name="holder"/> holds, in the order of its members.</summary>
    /// <param name="holder">The object.</param>
    /// <param name="values">Names, values and the types they are declared with.</param>
    /// <param name="problem">What the object is instead, for a message; null where it holds named values.</param>
    /// <remarks>Properties run user code; what they throw is not wrapped.</remarks>
    public static bool TryRead(
        object? holder, out IReadOnlyList<(string Name, object? Value, Type Declared)> values,
        [NotNullWhen(false)] out string? problem)
    {
        values = [];
        if (holder is null)
        {
            problem = "null";
            return false;
        }

        if (NamedTypes.IsDictionary(holder.GetType()))
        {
            return TryReadEntries((IEnumerable)holder, out values, out problem);
        }

        problem = NamedTypes.Problem(holder.GetType());
        if (problem is null)
        {
            var members = NamedTypes.Members(holder.GetType());
            values = [.. members.Select(m => (m.Name, ValueOf(m, holder), NamedTypes.TypeOf(m)))];
        }

        return problem is null;
    }

    private static bool TryReadEntries(
        IEnumerable entries, out IReadOnlyList<(string Name, object? Value, Type Declared)> values,
        [NotNullWhen(false)] out string? problem)
    {
        var found = new List<(string, object?, Type)>();
        values = found;
        problem = null;
        foreach (var (key, value, declared) in entries is IDictionary plain ? Entries(plain) : Pairs(entries))
        {
            if (key is not string name)
            {
                problem = $"a dictionary with the key {key} of type {TypeText.Of(key.GetType())} instead of string";
                return false;
            }

            found.Add((name, value, declared));
        }

        return true;
    }

    private static IEnumerable<(object Key, object? Value, Type Declared)> Entries(IDictionary dictionary)
    {
        var declared = NamedTypes.ValueType(dictionary.GetType());
        foreach (DictionaryEntry entry in dictionary)
        {
            yield return (entry.Key, entry.Value, declared);
        }
    }

    private static IEnumerable<(object Key, object? Value, Type Declared)> Pairs(IEnumerable pairs)
    {
        var declared = NamedTypes.ValueType(pairs.GetType());
        var pair = typeof(KeyValuePair<,>).MakeGenericType(typeof(string), declared);
        var key = pair.GetProperty("Key")!;
        var value = pair.GetProperty("Value")!;
        foreach (var entry in pairs)
        {
            yield return (key.GetValue(entry)!, value.GetValue(entry), declared);
        }
    }

    private static object? ValueOf(MemberInfo member, object holder) => member is FieldInfo field
        ? field.GetValue(holder)
        : ((PropertyInfo)member).GetValue(holder, BindingFlags.DoNotWrapExceptions, null, null, null);
}
