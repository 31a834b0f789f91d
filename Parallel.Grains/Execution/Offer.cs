namespace ParallelCompute.Execution;

/// <summary>What is known about a value that a parameter may get.</summary>
/// <param name="Type">Its type; null for the value null.</param>
/// <param name="IsExact">False where only the declared type is known: the value may be of a derived one.</param>
public readonly record struct Offer(Type? Type, bool IsExact)
{
    /// <summary>What is known of a value that is here.</summary>
    public static Offer Of(object? value) => new(value?.GetType(), true);

    /// <summary>What is known of a value that will be made elsewhere.</summary>
    public static Offer Declared(Type type) => new(type, false);

    /// <summary>Whether a parameter of that type can, or where the offer is not exact might, take the value.</summary>
    public bool Fits(Type wanted)
    {
        var inner = Nullable.GetUnderlyingType(wanted);
        if (Type is null)
        {
            return !wanted.IsValueType || inner is not null;
        }

        var plain = inner ?? wanted;
        var found = Nullable.GetUnderlyingType(Type) ?? Type;
        return plain.IsAssignableFrom(found) || (!IsExact && MayBeBoth(plain, found));
    }

    private static bool MayBeBoth(Type wanted, Type found) => found.IsAssignableFrom(wanted)
        || (found.IsInterface && !wanted.IsSealed)
        || (wanted.IsInterface && !found.IsSealed);
}
