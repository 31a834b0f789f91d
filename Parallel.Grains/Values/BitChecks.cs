using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Values;

/// <summary>Knows whether memory holds values of a type: some bits are no value, and methods rely on that.</summary>
/// <remarks>Constant for each type once the code is optimized: nothing is left of it for plain numbers.</remarks>
internal static class BitChecks<T>
{
    private delegate bool Check(ref T value);

    private static readonly Check? Valid = Simple() ?? Generated();

    /// <summary>Whether there are bits that are no value of the type.</summary>
    public static bool AreNeeded => Valid is not null;

    /// <summary>Whether this is a value of the type.</summary>
    public static bool IsValid(ref T value) => Valid is null || Valid(ref value);

    /// <summary>Whether these are values of the type, one after another; called by generated code too.</summary>
    public static bool AreValid(ref T first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (!IsValid(ref Unsafe.Add(ref first, i)))
            {
                return false;
            }
        }

        return true;
    }

    private static Check? Simple() =>
        typeof(T) == typeof(bool) ? static (ref v) => Unsafe.As<T, byte>(ref v) <= 1
        : typeof(T) == typeof(decimal) ? static (ref v) => IsDecimal(Unsafe.As<T, decimal>(ref v))
        : typeof(T) == typeof(DateTime) ? static (ref v) => IsTicks(Unsafe.As<T, DateTime>(ref v).Ticks)
        : typeof(T) == typeof(DateTimeOffset) ? static (ref v) => IsOffset(Unsafe.As<T, DateTimeOffset>(ref v))
        : typeof(T) == typeof(DateOnly) ? static (ref v) =>
            (uint)Unsafe.As<T, DateOnly>(ref v).DayNumber <= (uint)DateOnly.MaxValue.DayNumber
        : typeof(T) == typeof(TimeOnly) ? static (ref v) =>
            (ulong)Unsafe.As<T, TimeOnly>(ref v).Ticks <= (ulong)TimeOnly.MaxValue.Ticks
        : null;

    /// <summary>Checks those fields of a struct that need it, and through their types the fields of these.</summary>
    private static Check? Generated()
    {
        var fields = typeof(T).IsPrimitive || typeof(T).IsEnum || Blittable.IsSimple(typeof(T)) ? []
            : Members.Fields(typeof(T)).Select(f => (Field: f, Elements: Elements(f))).ToArray();
        fields = [.. fields.Where(f => IsNeededFor(f.Elements.Type))];
        if (fields.Length == 0)
        {
            return null;
        }

        var method = new DynamicMethod(
            "IsValid", typeof(bool), [typeof(T).MakeByRefType()], typeof(T).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        var invalid = il.DefineLabel();
        foreach (var (field, (type, count)) in fields)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldflda, field);
            il.Emit(OpCodes.Ldc_I4, count);
            il.Emit(OpCodes.Call, typeof(BitChecks<>).MakeGenericType(type).GetMethod(nameof(AreValid))!);
            il.Emit(OpCodes.Brfalse, invalid);
        }

        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Ret);
        il.MarkLabel(invalid);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Check>();
    }

    /// <summary>What lies at a field: one value, or those of an inline array or a fixed buffer.</summary>
    private static (Type Type, int Count) Elements(FieldInfo field) =>
        field.GetCustomAttribute<FixedBufferAttribute>() is { } buffer ? (buffer.ElementType, buffer.Length)
        : typeof(T).GetCustomAttribute<InlineArrayAttribute>() is { } array ? (field.FieldType, array.Length)
        : (field.FieldType, 1);

    private static bool IsNeededFor(Type type) =>
        (bool)typeof(BitChecks<>).MakeGenericType(type).GetProperty(nameof(AreNeeded))!.GetValue(null)!;

    private static bool IsDecimal(decimal value)
    {
        const int UnusedBits = 0x7F00FFFF;
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        return (parts[3] & UnusedBits) == 0 && value.Scale <= 28;
    }

    private static bool IsOffset(DateTimeOffset value) =>
        Math.Abs(value.TotalOffsetMinutes) <= 14 * 60 && IsTicks(value.UtcTicks) &&
        IsTicks(value.UtcTicks + (value.TotalOffsetMinutes * TimeSpan.TicksPerMinute));

    private static bool IsTicks(long ticks) => (ulong)ticks <= (ulong)DateTime.MaxValue.Ticks;
}
