using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ParallelCompute.Values;

/// <summary>Knows the values that are sent as they are in memory, and copies them.</summary>
/// <remarks>Client and worker run the same runtime on the same architecture: memory means the same to both.</remarks>
internal static class Blittable
{
    private static readonly HashSet<Type> Simple =
    [
        typeof(bool), typeof(char), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int),
        typeof(uint), typeof(long), typeof(ulong), typeof(Int128), typeof(UInt128), typeof(Half), typeof(float),
        typeof(double), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DateOnly),
        typeof(TimeOnly), typeof(Guid), typeof(Index), typeof(Range),
    ];

    /// <summary>Whether it is a type of the base library that is sent as memory.</summary>
    public static bool IsSimple(Type type) => Simple.Contains(type);

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
            : Replacements.CodecOf(type) is null && Refusals.OfUserType(type) is null &&
              Members.Fields(type).All(f => Is(f.FieldType));
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
        if (BitChecks<T>.AreNeeded && !BitChecks<T>.AreValid(ref MemoryMarshal.GetReference(elements), elements.Length))
        {
            throw Invalid<T>();
        }
    }

    /// <summary>Refuses bits that no value of the type has; its own methods rely on that.</summary>
    public static void Check<T>(ref T value)
    {
        if (BitChecks<T>.AreNeeded && !BitChecks<T>.IsValid(ref value))
        {
            throw Invalid<T>();
        }
    }

    private static ShippingException Invalid<T>() => new($"the bytes are no {TypeText.Of(typeof(T))}");
}
