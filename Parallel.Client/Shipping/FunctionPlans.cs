using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Shipping;

/// <summary>Keeps plans, so that a function is walked once.</summary>
/// <remarks>Safe for concurrent use. Plans go with their types, where these can be unloaded.</remarks>
internal static class FunctionPlans
{
    private static readonly ConditionalWeakTable<
        Type, ConcurrentDictionary<(MethodInfo Method, Type Delegate, Type? Self), FunctionPlan>> s_plans = [];

    public static FunctionPlan For(Delegate function)
    {
        var self = CapturedThis.Of(function)?.GetType();
        var plans = s_plans.GetValue(self ?? function.Method.DeclaringType!, _ => new());
        var key = (function.Method, function.GetType(), self);
        return plans.TryGetValue(key, out var plan) ? plan : plans.GetOrAdd(key, FunctionPlan.Of(function, self));
    }

    /// <summary>A plan for what a whole group of functions reads: they may share their closures.</summary>
    public static FunctionPlan For(Delegate function, Reach reach) =>
        FunctionPlan.Of(function, CapturedThis.Of(function)?.GetType(), reach);
}
