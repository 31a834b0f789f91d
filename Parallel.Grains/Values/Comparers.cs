using System.Globalization;

namespace ParallelCompute.Values;

/// <summary>Writes comparers: well-known ones by name, the user's own by field.</summary>
internal static class Comparers
{
    private const byte Default = 0;
    private const byte Ordinal = 1;
    private const byte OrdinalIgnoreCase = 2;
    private const byte OfCulture = 3;
    private const byte ByReference = 4;
    private const byte Own = 5;

    /// <summary>Writes the comparer of a collection whose keys are of type <typeparamref name="T"/>.</summary>
    /// <exception cref="ShippingException">It is one of the base library that has no name.</exception>
    public static void Write<T>(ValueWriter w, object comparer)
    {
        if (ReferenceEquals(comparer, EqualityComparer<T>.Default) || ReferenceEquals(comparer, Comparer<T>.Default))
        {
            w.WriteByte(Default);
        }
        else if (comparer is IEqualityComparer<string?> ordinal &&
            StringComparer.IsWellKnownOrdinalComparer(ordinal, out var ignoreCase))
        {
            w.WriteByte(ignoreCase ? OrdinalIgnoreCase : Ordinal);
        }
        else if (comparer is IEqualityComparer<string?> culture &&
            StringComparer.IsWellKnownCultureAwareComparer(culture, out var compareInfo, out var options))
        {
            w.WriteByte(OfCulture);
            ValueCodecs.For<string?>().Write(w, compareInfo.Name);
            w.WriteVarUInt((uint)options);
        }
        else if (ReferenceEquals(comparer, ReferenceEqualityComparer.Instance))
        {
            w.WriteByte(ByReference);
        }
        else
        {
            WriteOwn(w, comparer);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <typeparam name="T">Type of the keys.</typeparam>
    /// <typeparam name="TComparer">An interface for comparers of such keys.</typeparam>
    /// <exception cref="ShippingException">The comparer is none for such keys.</exception>
    public static TComparer Read<T, TComparer>(ValueReader r)
        where TComparer : class
    {
        var code = r.ReadByte();
        object? comparer = code switch
        {
            Default => typeof(TComparer).IsInstanceOfType(EqualityComparer<T>.Default)
                ? EqualityComparer<T>.Default : Comparer<T>.Default,
            Ordinal => StringComparer.Ordinal,
            OrdinalIgnoreCase => StringComparer.OrdinalIgnoreCase,
            OfCulture => ReadCulture(r),
            ByReference => ReferenceEqualityComparer.Instance,
            Own => ValueCodecs.For<object?>().Read(r),
            _ => null,
        };
        return comparer as TComparer ?? throw new ShippingException(
            $"the bytes name a comparer {code} that keys of type {TypeText.Of(typeof(T))} do not have");
    }

    private static void WriteOwn(ValueWriter w, object comparer)
    {
        if (BaseLibrary.Contains(comparer.GetType()))
        {
            throw new ShippingException($"the comparer {TypeText.Of(comparer.GetType())} cannot be sent; use the " +
                "default one, a StringComparer or a comparer class of your own");
        }

        w.WriteByte(Own);
        ValueCodecs.For<object?>().Write(w, comparer);
    }

    private static StringComparer ReadCulture(ValueReader r)
    {
        var name = ValueCodecs.For<string?>().Read(r);
        var options = r.ReadVarUInt();
        try
        {
            return StringComparer.Create(CultureInfo.GetCultureInfo(name!), (CompareOptions)(int)options);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            throw new ShippingException($"there is no comparer of culture '{name}' with options {options}", null, e);
        }
    }
}
