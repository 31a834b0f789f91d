using System.Reflection;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Values;

/// <summary>The codec of each type.</summary>
/// <remarks>Safe to use from any thread. Types of a collectible load context are not kept alive.</remarks>
public static class ValueCodecs
{
    private static readonly ConditionalWeakTable<Type, ValueCodec> ByType = [];
    private static readonly MethodInfo Generic = typeof(ValueCodecs).GetMethod(nameof(For), 1, [])!;

    /// <summary>The codec of values declared as <typeparamref name="T"/>.</summary>
    /// <exception cref="ShippingException">No value of this type can be sent; says why, and by which field.</exception>
    public static ValueCodec<T> For<T>() => Cache<T>.Made.Codec ?? throw Again(Cache<T>.Made.Error!);

    /// <summary>The codec of values declared as that type.</summary>
    /// <exception cref="ShippingException">No value of this type can be sent; says why, and by which field.</exception>
    public static ValueCodec For(Type type)
    {
        if (ByType.TryGetValue(type, out var codec))
        {
            return codec;
        }

        // These cannot be the argument of a generic method.
        if (Refusals.OfUnusable(type) is { } reason)
        {
            throw new ShippingException(reason);
        }

        codec = (ValueCodec)Generic.MakeGenericMethod(type).Invoke(
            null, BindingFlags.DoNotWrapExceptions, null, null, null)!;
        ByType.AddOrUpdate(type, codec);
        return codec;
    }

    // A kept exception must not be thrown twice: its stack trace would be that of another caller.
    private static ShippingException Again(ShippingException error) =>
        new(error.Reason, error.Path, error.InnerException);

    private static class Cache<T>
    {
        internal static readonly (ValueCodec<T>? Codec, ShippingException? Error) Made = Make();

        private static (ValueCodec<T>? Codec, ShippingException? Error) Make()
        {
            try
            {
                return ((ValueCodec<T>)CodecFactory.Create(typeof(T)), null);
            }
            catch (ShippingException e)
            {
                return (null, e);
            }
        }
    }
}
