using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ParallelCompute.Values;

/// <summary>Knows the values that are sent as they are in memory, and copies them.</summary>
/// <remarks>Client and worker run the same runtime on the same architecture: memory means the same to both.</remarks>
internal static class Blittable
{
    private const int UnusedDecimalBits = 0x7F00FFFF;

    private static readonly HashSet<Type> Simple =
    [
        typeof(bool), typeof(char), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int),
        typeof(uint), typeof(long), typeof(ulong), typeof(Int128), typeof(UInt128), typeof(Half), typeof(float),
        typeof(double), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DateOnly),
        typeof(TimeOnly), typeof(Guid), typeof(Index), typeof(Range),
    ];

    /// <summary>Whether values of the type are sent as memory: they hold plain data only, and no handles.</summary>
    public static bool Is(Type type)
    {
        if (Simple.Contains(type) || type.IsEnum)
        {
            return true;
        }

        if (!type.IsValueType || type.IsByRefLike || type.IsPrimitive)
        {
            return false;
        }

        return BaseLibrary.Contains(type)
            ? LibraryCodecs.IsMemory(type) ||
                (BaseLibrary.IsPlainPair(type) && type.GenericTypeArguments.All(Is))
            : Refusals.OfUserType(type) is null && Members.Fields(type).All(f => Is(f.FieldType));
    }

    /// <summary>The memory of elements.</summary>
    /// <exception cref="ShippingException">It is more than can be sent at once.</exception>
    public static ReadOnlySpan<byte> Bytes<T>(ReadOnlySpan<T> elements)
    {
        var bytes = (long)elements.Length * Unsafe.SizeOf<T>();
        return bytes > Array.MaxLength
            ? throw new ShippingException($"{elements.Length:N0} elements of {TypeText.Of(typeof(T))} are more than " +
                $"{Array.MaxLength:N0} bytes, the most that is sent at once; split them or load them on the worker")
            : MemoryMarshal.CreateReadOnlySpan(
                ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(elements)), (int)bytes);
    }

    /// <summary>Fills elements from their memory, which has exactly their size.</summary>
    /// <exception cref="ShippingException">The bytes are no values of the type.</exception>
    public static void Fill<T>(Span<T> elements, ReadOnlySpan<byte> bytes)
    {
        var target = MemoryMarshal.CreateSpan(
            ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(elements)), bytes.Length);
        bytes.CopyTo(target);
        if (!MayBeInvalid<T>())
        {
            return;
        }

        foreach (ref var element in elements)
        {
            Check(ref element);
        }
    }

    /// <summary>Refuses bits that no value of the type has; its own methods rely on that.</summary>
    public static void Check<T>(ref T value)
    {
        if (MayBeInvalid<T>() && !IsValid(ref value))
        {
            throw new ShippingException($"the bytes are no {TypeText.Of(typeof(T))}");
        }
    }

    // Constant for each T, so nothing of this is left in the code for other types.
    private static bool MayBeInvalid<T>() =>
        typeof(T) == typeof(bool) || typeof(T) == typeof(decimal) || typeof(T) == typeof(DateTime) ||
        typeof(T) == typeof(DateTimeOffset) || typeof(T) == typeof(DateOnly) || typeof(T) == typeof(TimeOnly);

    private static bool IsValid<T>(ref T value)
    {
        if (typeof(T) == typeof(bool))
        {
            return Unsafe.As<T, byte>(ref value) <= 1;
        }

        if (typeof(T) == typeof(decimal))
        {
            return IsValid(Unsafe.As<T, decimal>(ref value));
        }

        if (typeof(T) == typeof(DateTimeOffset))
        {
            return IsValid(Unsafe.As<T, DateTimeOffset>(ref value));
        }

        return typeof(T) == typeof(DateTime) ? IsTicks(Unsafe.As<T, DateTime>(ref value).Ticks)
            : typeof(T) == typeof(DateOnly)
                ? (uint)Unsafe.As<T, DateOnly>(ref value).DayNumber <= (uint)DateOnly.MaxValue.DayNumber
            : (ulong)Unsafe.As<T, TimeOnly>(ref value).Ticks <= (ulong)TimeOnly.MaxValue.Ticks;
    }

    private static bool IsValid(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        return (parts[3] & UnusedDecimalBits) == 0 && value.Scale <= 28;
    }

    private static bool IsValid(DateTimeOffset value) =>
        Math.Abs(value.TotalOffsetMinutes) <= 14 * 60 && IsTicks(value.UtcTicks) &&
        IsTicks(value.UtcTicks + (value.TotalOffsetMinutes * TimeSpan.TicksPerMinute));

    private static bool IsTicks(long ticks) => (ulong)ticks <= (ulong)DateTime.MaxValue.Ticks;
}
