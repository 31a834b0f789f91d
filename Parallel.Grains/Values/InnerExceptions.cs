using System.Collections.ObjectModel;

namespace ParallelCompute.Values;

/// <summary>Refuses exceptions inside of themselves: whoever prints one, or asks for its message, never ends.</summary>
internal static class InnerExceptions
{
    /// <summary>Checks an exception whose inner ones have just been set; no constructor can make such a ring.</summary>
    /// <exception cref="ShippingException">It leads back to itself.</exception>
    public static void Check(Exception outer)
    {
        if (outer.InnerException is null)
        {
            return;
        }

        var met = new HashSet<Exception>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Exception>();
        open.Push(outer);
        while (open.TryPop(out var exception))
        {
            foreach (var inner in Of(exception))
            {
                if (ReferenceEquals(inner, outer))
                {
                    throw new ShippingException($"the bytes put a {TypeText.Of(outer.GetType())} inside of itself");
                }

                if (met.Add(inner))
                {
                    open.Push(inner);
                }
            }
        }
    }

    // One whose content is still to come has none of its lists yet.
    private static ReadOnlyCollection<Exception> Of(Exception exception) =>
        exception is AggregateException { InnerException: not null } several ? several.InnerExceptions
        : exception.InnerException is { } inner ? new([inner]) : [];
}
