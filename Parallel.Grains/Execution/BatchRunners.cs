using System.Reflection;
using ParallelCompute.Values;

namespace ParallelCompute.Execution;

/// <summary>Makes the runner for a function's types.</summary>
internal static class BatchRunners
{
    private static readonly MethodInfo Make =
        typeof(BatchRunners).GetMethod(nameof(CreateTyped), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <exception cref="ParallelException">
    /// The result cannot be sent, or the function returns something else.
    /// </exception>
    public static BatchRunner Create(Delegate bound, Type item, Type result, ITypeResolver types, bool stopOnError)
    {
        try
        {
            return (BatchRunner)Make.MakeGenericMethod(item, result).Invoke(null, [bound, types, stopOnError])!;
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            throw inner as ParallelException ?? new BindingException(inner.Message);
        }
    }

    private static BatchRunner<TItem, TResult> CreateTyped<TItem, TResult>(
        Delegate bound, ITypeResolver types, bool stopOnError) => bound switch
    {
        Func<TItem, TResult> function => new(function, types, stopOnError),
        // A slot runs one item at a time: it waits for the task, whose continuations run on the pool.
        Func<TItem, Task<TResult>> function => new(item => function(item).GetAwaiter().GetResult(), types, stopOnError),
        _ => throw new BindingException(
            $"the function was bound as {bound.GetType()}, which takes no {typeof(TItem)} "
                + $"or gives no {typeof(TResult)}"),
    };
}
