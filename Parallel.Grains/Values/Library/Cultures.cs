using System.Collections;
using System.Globalization;
using System.Reflection;

namespace ParallelCompute.Values.Library;

/// <summary>Cultures: by name. A copy that was changed is not what its name says, and so is refused.</summary>
internal static class Cultures
{
    private const byte Shared = 0;
    private const byte Own = 1;

    public static void Write(ValueWriter w, CultureInfo value)
    {
        var original = Find(value.Name);
        if (Changed(value, original) is { } part)
        {
            throw new ShippingException($"the culture '{value.Name}' was changed ({part}) and cannot be sent, since " +
                "cultures travel by name; send its name and change it in setup, or send the formats alone");
        }

        Leaf.WriteText(w, value.Name);
        w.WriteByte(value.IsReadOnly ? Shared : Own);
    }

    public static CultureInfo Read(ValueReader r)
    {
        var culture = Find(Leaf.ReadText(r));
        return r.ReadByte() == Shared ? culture : (CultureInfo)culture.Clone();
    }

    /// <summary>The culture of that name; one that the system knows, since any is kept for ever.</summary>
    public static CultureInfo Find(string name) => CultureInfo.GetCultureInfo(name, predefinedOnly: true);

    private static string? Changed(CultureInfo value, CultureInfo original) =>
        value.Calendar.GetType() != original.Calendar.GetType() ? nameof(value.Calendar)
        : Difference(value.NumberFormat, original.NumberFormat)
            ?? (value.IsNeutralCulture ? null : Difference(value.DateTimeFormat, original.DateTimeFormat));

    private static string? Difference<T>(T value, T original) => typeof(T)
        .GetProperties(BindingFlags.Instance | BindingFlags.Public)
        .FirstOrDefault(p => p.Name != nameof(NumberFormatInfo.IsReadOnly) &&
            !IsSame(p.GetValue(value), p.GetValue(original)))?.Name;

    private static bool IsSame(object? one, object? other) =>
        one is Array ? StructuralComparisons.StructuralEqualityComparer.Equals(one, other)
        : one is Calendar calendar ? calendar.GetType() == other?.GetType() : Equals(one, other);
}
