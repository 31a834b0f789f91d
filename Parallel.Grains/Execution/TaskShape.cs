namespace ParallelCompute.Execution;

/// <summary>Tells which types are tasks, and of what.</summary>
public static class TaskShape
{
    // What the runtime's own Task<T> of an async method without a result is made of.
    private const string NoResult = "System.Threading.Tasks.VoidTaskResult";

    /// <summary>T where <paramref name="type"/> is, or derives from, <see cref="Task{TResult}"/> of T.</summary>
    public static Type? ResultOf(Type type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.IsGenericType && t.GetGenericTypeDefinition() == typeof(Task<>))
            {
                return t.GenericTypeArguments[0].FullName == NoResult ? null : t.GenericTypeArguments[0];
            }
        }

        return null;
    }

    /// <summary>Whether <paramref name="type"/> is <see cref="ValueTask{TResult}"/>.</summary>
    public static bool IsValueTask(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>);

    /// <summary>What awaiting a value of that type gives: the type itself where it cannot be awaited.</summary>
    public static Type Awaited(Type type) => type switch
    {
        _ when IsValueTask(type) => type.GenericTypeArguments[0],
        _ when ResultOf(type) is { } result => result,
        _ when type == typeof(ValueTask) || type.IsAssignableTo(typeof(Task)) => typeof(void),
        _ => type,
    };
}
