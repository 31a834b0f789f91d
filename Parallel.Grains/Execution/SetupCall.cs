using System.Reflection;

namespace ParallelCompute.Execution;

/// <summary>Runs a user's <c>setup</c>.</summary>
public static class SetupCall
{
    /// <summary>Calls <paramref name="setup"/> on the calling thread and awaits the task that it may return.</summary>
    /// <returns>What it returned in the end; null where that is nothing.</returns>
    /// <exception cref="SetupException">It takes parameters.</exception>
    /// <remarks>What <c>setup</c> throws comes out as it is, with its stack.</remarks>
    public static async Task<object?> InvokeAsync(Delegate setup)
    {
        Check(setup);
        object?[] bound = setup.Method.IsStatic && setup.Method.GetParameters().Length == 1 ? [setup.Target] : [];
        var returned = setup.Method.Invoke(setup.Target, BindingFlags.DoNotWrapExceptions, null, bound, null);
        switch (returned)
        {
            case Task task:
                await task;
                return ResultOf(task);
            case ValueTask nothing:
                await nothing;
                return null;
            case not null when TaskShape.IsValueTask(returned.GetType()):
                var result = (Task)returned.GetType().GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(returned, null)!;
                await result;
                return ResultOf(result);
            default:
                return returned;
        }
    }

    /// <summary>Refuses a <c>setup</c> that could not be called.</summary>
    /// <exception cref="SetupException">It takes parameters or combines several delegates.</exception>
    public static void Check(Delegate setup)
    {
        var parameters = setup.GetType().GetMethod("Invoke")!.GetParameters();
        if (parameters.Length != 0)
        {
            throw new SetupException(
                $"setup must take no parameters, but {FunctionText.Of(setup.Method)} takes {parameters.Length}. Let " +
                "the lambda capture what it needs.");
        }

        if (!setup.HasSingleTarget)
        {
            throw new SetupException(
                $"setup combines {setup.GetInvocationList().Length} delegates; pass one that returns all values.");
        }
    }

    private static object? ResultOf(Task task) => TaskShape.ResultOf(task.GetType()) is { } type
        ? typeof(Task<>).MakeGenericType(type).GetProperty(nameof(Task<>.Result))!.GetValue(task)
        : null;
}
