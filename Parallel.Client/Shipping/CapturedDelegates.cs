namespace ParallelCompute.Shipping;

/// <summary>Finds the functions that a function has captured, and those that they have.</summary>
internal static class CapturedDelegates
{
    /// <summary>What all of them read. A captured function often reads the very closure that holds it.</summary>
    public static Reach ReachOf(Delegate function)
    {
        var reach = new Reach();
        var known = new List<Delegate>();
        for (var next = function; next is not null; next = known.SelectMany(d => HeldBy(d, reach)).FirstOrDefault(
            d => !known.Contains(d)))
        {
            known.Add(next);
            reach.Add(FunctionPlans.For(next).Reach);
        }

        return reach;
    }

    private static IEnumerable<Delegate> HeldBy(Delegate function, Reach reach) =>
        FunctionPlans.For(function, reach).Target is { } plan ? HeldBy(plan, function.Target!) : [];

    private static IEnumerable<Delegate> HeldBy(ClosurePlan plan, object closure)
    {
        foreach (var field in plan.Fields.Where(f => f.Codec is null))
        {
            var held = field.Field.GetValue(closure);
            if (field.Nested is not null && held is not null)
            {
                foreach (var inner in HeldBy(field.Nested, held))
                {
                    yield return inner;
                }
            }
            else if (held is Delegate function)
            {
                yield return Checked(function, field.Step);
            }
        }
    }

    private static Delegate Checked(Delegate function, string step)
    {
        try
        {
            return ShippableDelegate.Of(function);
        }
        catch (ShippingException e)
        {
            throw e.Within(step);
        }
    }
}
