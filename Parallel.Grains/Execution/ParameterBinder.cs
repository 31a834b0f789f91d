namespace ParallelCompute.Execution;

/// <summary>Turns a user's function into one that takes the item alone.</summary>
public static class ParameterBinder
{
    /// <summary>Binds every parameter but the first to its value.</summary>
    /// <param name="function">The user's function.</param>
    /// <param name="item">The type of the items.</param>
    /// <param name="environment">What <c>setup</c> returned on this worker.</param>
    /// <param name="arguments">The arguments of the call.</param>
    /// <param name="result">The type of the results that the caller asked for; null: what the function gives.</param>
    /// <returns>
    /// A delegate that can be cast to <see cref="Func{T, TResult}"/> of item and result, or of item and
    /// <see cref="Task{TResult}"/>; the function itself where it is that already.
    /// </returns>
    /// <exception cref="ArgumentConflictException">A parameter's name is in both dictionaries.</exception>
    /// <exception cref="BindingException">The function, a name or a type does not fit.</exception>
    public static Delegate Bind(
        Delegate function, Type item, IReadOnlyDictionary<string, object?> environment,
        IReadOnlyDictionary<string, object?> arguments, Type? result = null)
    {
        var signature = FunctionSignature.Of(function);
        var sources = BindingRules.Match(
            signature, item, result ?? signature.Result, Offers(environment), isComplete: true, Offers(arguments));
        var returns = signature.IsAsync ? signature.ReturnType : result ?? signature.Result;
        var values = signature.Named.Zip(sources, (parameter, source) => source switch
        {
            ParameterSource.Environment => environment[parameter.Name],
            ParameterSource.Arguments => arguments[parameter.Name],
            _ => parameter.Default,
        });
        return BoundCall.Create(function, signature, item, returns, [.. values]);
    }

    private static Dictionary<string, Offer> Offers(IReadOnlyDictionary<string, object?> values) =>
        values.ToDictionary(v => v.Key, v => Offer.Of(v.Value), StringComparer.Ordinal);
}
