using System.Reflection;

namespace ParallelCompute.Execution;

/// <summary>Refuses what no function that runs over items can take or return.</summary>
internal static class SignatureFaults
{
    public static void CheckCount(MethodInfo method, int parameters)
    {
        if (parameters == 0)
        {
            throw new BindingException($"{FunctionText.Of(method)} takes no parameter; the first receives the item.");
        }

        if (parameters > BoundCall.MostValues + 1)
        {
            throw new BindingException(
                $"{FunctionText.Of(method)} takes {parameters} parameters, but {BoundCall.MostValues + 1} are " +
                "the most that can be bound; put some into one record.");
        }
    }

    public static void Check(MethodInfo method, FunctionParameter parameter)
    {
        var type = parameter.Type;
        if (type.IsByRef)
        {
            throw new BindingException(
                $"The parameter '{parameter.Name}' of {FunctionText.Of(method)} is ref, out or in; take " +
                $"{TypeText.Of(type.GetElementType()!)} by value and return what changes.",
                parameter.Name);
        }

        if (CannotBeStored(type))
        {
            throw new BindingException(
                $"The parameter '{parameter.Name}' of {FunctionText.Of(method)} is a {TypeText.Of(type)}, which " +
                "cannot be kept or sent; take an array instead.",
                parameter.Name);
        }
    }

    public static void CheckReturn(MethodInfo method, Type returns)
    {
        var advice = returns switch
        {
            _ when returns == typeof(void) || returns == typeof(Task) || returns == typeof(ValueTask) =>
                "return a value or Task<TResult>",
            _ when TaskShape.IsValueTask(returns) =>
                $"return Task<{TypeText.Of(returns.GenericTypeArguments[0])}>, which AsTask() gives, or a value",
            _ when returns.IsByRef => "return a value instead of a reference",
            _ when CannotBeStored(returns) => "return an array or another value that can be kept and sent",
            _ => null,
        };
        if (advice is not null)
        {
            throw new BindingException($"{FunctionText.Of(method)} returns {TypeText.Of(returns)}; {advice}.");
        }
    }

    private static bool CannotBeStored(Type type) => type.IsByRefLike || type.IsPointer || type.IsFunctionPointer;
}
