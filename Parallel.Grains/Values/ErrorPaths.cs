namespace ParallelCompute.Values;

/// <summary>Builds the path to a value that cannot travel, from the inside out.</summary>
/// <remarks>
/// Callers leave their catch block before they throw the outcome: a throw inside of it would pile up one exception
/// dispatch per level on the stack, and overflow it at the depths that are allowed.
/// </remarks>
internal static class ErrorPaths
{
    private const string Arrow = " -> ";
    private const int Longest = 400;
    private const int Kept = 200;

    /// <summary>The same error seen from one step further out; the middle of a very long path is left out.</summary>
    public static ShippingException Within(ShippingException error, string step)
    {
        var outer = error.Within(step);
        if (outer.Path!.Length <= Longest)
        {
            return outer;
        }

        var path = outer.Path;
        var cut = path.LastIndexOf(Arrow, Kept, StringComparison.Ordinal);
        var last = path.LastIndexOf(Arrow, StringComparison.Ordinal);
        return cut < 0 || cut == last ? outer
            : new ShippingException(outer.Reason, $"{path[..cut]} -> ...{path[last..]}", outer.InnerException);
    }
}
