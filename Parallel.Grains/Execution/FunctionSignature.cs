using System.Reflection;

namespace ParallelCompute.Execution;

/// <summary>What a user's function takes and returns, without the object it is bound to.</summary>
public sealed class FunctionSignature
{
    private FunctionSignature(MethodInfo method, FunctionParameter[] parameters, Type returnType)
    {
        Method = method;
        Item = parameters[0];
        Named = parameters[1..];
        Result = TaskShape.ResultOf(returnType) ?? returnType;
        IsAsync = Result != returnType;
        ReturnType = IsAsync ? typeof(Task<>).MakeGenericType(Result) : returnType;
    }

    /// <summary>The method that runs.</summary>
    public MethodInfo Method { get; }

    /// <summary>The parameter that receives the item.</summary>
    public FunctionParameter Item { get; }

    /// <summary>The further parameters, which are filled by name.</summary>
    public IReadOnlyList<FunctionParameter> Named { get; }

    /// <summary>The type of one result, without <see cref="Task{TResult}"/>.</summary>
    public Type Result { get; }

    /// <summary>Whether the function returns a <see cref="Task{TResult}"/>.</summary>
    public bool IsAsync { get; }

    /// <summary><see cref="Result"/>, as a task where the function is asynchronous.</summary>
    public Type ReturnType { get; }

    /// <summary>Reads a function's signature.</summary>
    /// <exception cref="BindingException">No function of that shape can run over items.</exception>
    public static FunctionSignature Of(Delegate function)
    {
        var method = function.Method;
        if (!function.HasSingleTarget)
        {
            throw new BindingException(
                $"The function combines {function.GetInvocationList().Length} delegates; pass one function.");
        }

        if (method.DeclaringType is null)
        {
            throw new BindingException(
                $"The function {method.Name} was compiled at run time; pass a lambda or a method instead.");
        }

        var parameters = Parameters(method, function.GetType().GetMethod("Invoke")!.GetParameters());
        foreach (var parameter in parameters)
        {
            SignatureFaults.Check(method, parameter);
        }

        SignatureFaults.CheckCount(method, parameters.Length);
        SignatureFaults.CheckReturn(method, method.ReturnType);
        return new FunctionSignature(method, parameters, method.ReturnType);
    }

    private static FunctionParameter[] Parameters(MethodInfo method, ParameterInfo[] delegateTakes)
    {
        var own = method.GetParameters();
        return (own.Length - delegateTakes.Length) switch
        {
            > 0 => [.. own.Skip(1).Select(Parameter)],
            < 0 => [new("this", delegateTakes[0].ParameterType, false, null), .. own.Select(Parameter)],
            _ => [.. own.Select(Parameter)],
        };
    }

    private static FunctionParameter Parameter(ParameterInfo parameter) => new(
        parameter.Name ?? "", parameter.ParameterType, parameter.HasDefaultValue,
        parameter.HasDefaultValue ? DefaultValues.Of(parameter) : null);
}
