using System.Reflection;
using ParallelCompute.Code;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Shipping;

/// <summary>Which fields of an object of one type are sent.</summary>
internal sealed class ClosurePlan
{
    private ClosurePlan(Type type, IReadOnlyList<FieldPlan> fields) => (Type, Fields) = (TypeNames.Of(type), fields);

    public TypeName Type { get; }

    public IReadOnlyList<FieldPlan> Fields { get; }

    /// <summary>Whether a delegate may be found in a field, here or in a nested closure.</summary>
    public bool HoldsDelegates => Fields.Any(f => f.IsDelegate || f.Nested is { HoldsDelegates: true });

    /// <summary>The plan of a closure class, or of the user's own class where that is what <c>this</c> is.</summary>
    /// <param name="type">Type of the object.</param>
    /// <param name="reach">What the function reads.</param>
    /// <param name="self">Type of the user's captured <c>this</c>, where there is one.</param>
    public static ClosurePlan Of(Type type, Reach reach, Type? self)
    {
        var isClosure = CompilerNames.IsGenerated(type);
        var whole = isClosure ? reach.Everything : reach.IsWhole(type);
        var fields = new List<FieldPlan>();
        for (var at = type; at is not null; at = at.BaseType)
        {
            var declared = at.GetFields(Members.OfInstance | BindingFlags.DeclaredOnly);
            if (FrameworkCode.Contains(at))
            {
                RefuseState(type, at, whole && declared.Length > 0);
                continue;
            }

            fields.AddRange(declared
                .Where(f => (whole || reach.Reads(f)) && (self is not null || !CompilerNames.HoldsThis(f)))
                .Select(f => Plan(f, f.DeclaringType == type ? null : TypeNames.Of(at), reach, isClosure, self)));
        }

        return new ClosurePlan(type, fields);
    }

    private static FieldPlan Plan(FieldInfo field, TypeName? declaring, Reach reach, bool ofClosure, Type? self)
    {
        var label = new ClosureField { Name = field.Name, DeclaringType = declaring };
        var step = $"{(ofClosure ? "closure field" : "field")} '{CompilerNames.Plain(field.Name)}'";
        if (CompilerNames.HoldsThis(field))
        {
            var nested = Within("captured this", () => Of(self!, reach, self));
            return new FieldPlan(field, label, "captured this", nested, null);
        }

        if (CompilerNames.HoldsClosure(field))
        {
            return new FieldPlan(field, label, step, Of(field.FieldType, reach, self), null);
        }

        return typeof(Delegate).IsAssignableFrom(field.FieldType)
            ? new FieldPlan(field, label, step, null, null)
            : new FieldPlan(field, label, step, null, Within(step, () => ValueCodecs.For(field.FieldType)));
    }

    private static T Within<T>(string step, Func<T> plan)
    {
        try
        {
            return plan();
        }
        catch (ShippingException e)
        {
            throw e.Within(step);
        }
    }

    private static void RefuseState(Type type, Type basis, bool hasState)
    {
        if (hasState)
        {
            throw new ShippingException($"this object is needed as a whole, but its base class {basis} has state of " +
                "its own that cannot be sent; copy what the function needs into local variables and use these",
                type.FullName);
        }
    }
}
