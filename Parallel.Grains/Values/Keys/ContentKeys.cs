using System.Runtime.CompilerServices;

namespace ParallelCompute.Values.Keys;

/// <summary>Refuses keys whose hash code, or order, could not be told: asking for it would end the process.</summary>
/// <remarks>
/// A record that leads back to itself asks itself for its hash code, for ever. Such a key can be put together only from
/// objects that were there before, so keys without these need no look.
/// </remarks>
internal struct ContentKeys
{
    /// <summary>Levels of parts; as many as keys may be nested where they are written.</summary>
    private const int Deepest = 1000;

    /// <summary>Parts that are asked, each time that they are: shared ones can make it any number.</summary>
    private const int Most = 1_000_000;

    private readonly bool _isSorted;
    private readonly object _key;
    private int _asked;

    private ContentKeys(object key, bool isSorted) => (_key, _isSorted) = (key, isSorted);

    /// <summary>Checks a key that is whole, before anything asks it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isSorted">Whether keys are put in order, and not told apart by hash code and equality.</param>
    /// <exception cref="ShippingException">It leads back to itself, or too far.</exception>
    public static void Check(object? key, bool isSorted)
    {
        if (key is not null)
        {
            new ContentKeys(key, isSorted).Ask(key, 1);
        }
    }

    // Goes the way that the key's own code will go, level by level. That takes less of the stack than this does.
    private void Ask(object value, int level)
    {
        var parts = ContentParts.Of(value.GetType(), _isSorted);
        if (parts.Length > 0 && (level > Deepest || !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
        {
            throw Refused($"nested deeper than {Deepest} or leads back to itself, which would overflow the stack");
        }

        foreach (var part in parts)
        {
            if (++_asked > Most)
            {
                throw Refused($"made of more than {Most} parts, those that are shared counted each time");
            }

            if ((part.Field is { } field ? field.GetValue(value) : part.Getter!.Invoke(value, null)) is { } inner)
            {
                Ask(inner, level + 1);
            }
        }
    }

    private readonly ShippingException Refused(string reason) => new(
        $"the key of type {TypeText.Of(_key.GetType())} compares by content, and that is {reason}; use a key without " +
        "such parts, or a class that is its own key");
}
