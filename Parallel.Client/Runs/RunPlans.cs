using System.Collections.Concurrent;
using System.Reflection;
using ParallelCompute.Shipping;
using ParallelCompute.Wire;

namespace ParallelCompute.Runs;

/// <summary>
/// Remembers calls whose function carries no state: they need no second check and no second encoding.
/// </summary>
/// <remarks>
/// What is kept is bounded by the number of functions in the program's code. Safe for concurrent use.
/// </remarks>
internal sealed class RunPlans
{
    private readonly ConcurrentDictionary<Key, RunDefinition> _plans = new();
    private long _last;

    /// <summary>What workers are told of a run; its number, session and environment are left open.</summary>
    /// <param name="function">The function.</param>
    /// <param name="call">The call's optional parameters.</param>
    /// <param name="setup">The setup whose environment the run will use.</param>
    /// <param name="constants">Takes large values out of the messages.</param>
    /// <param name="warn">Told of changing statics that the function reads.</param>
    /// <exception cref="ParallelException">Something does not fit or cannot be sent.</exception>
    public RunDefinition Define<TItem, TResult>(
        Delegate function, CallOptions call, Delegate? setup, LargeConstants constants, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(function);
        var stopOnError = (call.Options?.OnError ?? OnError.Stop) == OnError.Stop;
        var key = new Key(
            function.Method, function.GetType(), function.Target?.GetType(), typeof(TItem), typeof(TResult),
            setup?.Method, stopOnError);
        RunPlan.CheckOptions(call.Options);
        if (call.Arguments is null && _plans.TryGetValue(key, out var known))
        {
            return new RunDefinition
            {
                Function = known.Function, Item = known.Item, Result = known.Result, StopOnError = stopOnError,
                Plan = known.Plan,
            };
        }

        var arguments = RunPlan.Check<TItem, TResult>(function, call, setup);
        var definition = RunPlan.Define<TItem, TResult>(function, arguments, constants, stopOnError, warn);
        if (call.Arguments is null && IsStateless(definition.Function))
        {
            definition.Plan = Interlocked.Increment(ref _last);
            _plans[key] = definition;
        }

        return definition;
    }

    /// <summary>Whether it has captured nothing, neither in a closure nor as the value that it is bound to.</summary>
    private static bool IsStateless(Function function) =>
        function is { Values.IsEmpty: true, Bound: null } and not { Target.Fields.Count: > 0 };

    private readonly record struct Key(
        MethodInfo Method, Type Function, Type? Target, Type Item, Type Result, MethodInfo? Setup, bool StopOnError);
}
