namespace ParallelCompute.Execution;

/// <summary>Decides how parameters are filled. Clients and workers apply the same rules to what each knows.</summary>
/// <remarks>
/// The item fills the first parameter. Each further one takes the value of its name from the environment, then from the
/// arguments, then its default. Names in the environment that no parameter asks for are ignored.
/// </remarks>
public static class BindingRules
{
    /// <summary>Decides where each of <see cref="FunctionSignature.Named"/> gets its value.</summary>
    /// <param name="signature">The function.</param>
    /// <param name="item">The type of the items.</param>
    /// <param name="result">The type of the results that the caller asked for.</param>
    /// <param name="environment">What is known of the environment.</param>
    /// <param name="isComplete">Whether the environment has no other names.</param>
    /// <param name="arguments">The arguments of the call.</param>
    /// <exception cref="ArgumentConflictException">A parameter's name is in both.</exception>
    /// <exception cref="BindingException">A name or type does not fit.</exception>
    public static IReadOnlyList<ParameterSource> Match(
        FunctionSignature signature, Type item, Type result, IReadOnlyDictionary<string, Offer> environment,
        bool isComplete, IReadOnlyDictionary<string, Offer> arguments)
    {
        CheckItem(signature, item);
        CheckResult(signature, result);
        CheckNames(signature, environment, arguments);
        return [.. signature.Named.Select(p => Source(signature, p, environment, isComplete, arguments))];
    }

    private static void CheckItem(FunctionSignature signature, Type item)
    {
        if (!Converts(item, signature.Item.Type))
        {
            var (wanted, found) = TypeText.OfBoth(signature.Item.Type, item);
            throw new BindingException(
                $"The first parameter '{signature.Item.Name}' of {FunctionText.Of(signature.Method)} wants {wanted}, " +
                $"but the items are {found}. Change the parameter's type or convert the items.",
                signature.Item.Name);
        }
    }

    private static void CheckResult(FunctionSignature signature, Type result)
    {
        // A Task<TResult> has no variance, so an asynchronous function must return exactly what is asked for.
        if (signature.IsAsync ? signature.Result != result : !Converts(signature.Result, result))
        {
            var (wanted, found) = TypeText.OfBoth(result, signature.Result);
            throw new BindingException(
                $"{FunctionText.Of(signature.Method)} gives {found}, but the call asks for {wanted}. Write {found} " +
                "as the call's TResult or change what the function returns.");
        }
    }

    private static void CheckNames(
        FunctionSignature signature, IReadOnlyDictionary<string, Offer> environment,
        IReadOnlyDictionary<string, Offer> arguments)
    {
        var known = signature.Named.Select(p => p.Name).ToArray();
        foreach (var name in arguments.Keys.Except(known, StringComparer.Ordinal))
        {
            throw Unknown(signature, name, known);
        }

        string[] both = [.. arguments.Keys.Where(environment.ContainsKey)];
        if (both.Length != 0)
        {
            throw new ArgumentConflictException(both);
        }
    }

    private static BindingException Unknown(FunctionSignature signature, string name, string[] known)
    {
        var function = FunctionText.Of(signature.Method);
        return new BindingException(
            name == signature.Item.Name
                ? $"arguments has '{name}', but the first parameter of {function} receives the item. Remove it there."
                : $"arguments has '{name}', but no parameter of {function} has that name; it can take {Names(known)}." +
                  NearestName.Hint(name, known),
            name);
    }

    private static ParameterSource Source(
        FunctionSignature signature, FunctionParameter parameter, IReadOnlyDictionary<string, Offer> environment,
        bool isComplete, IReadOnlyDictionary<string, Offer> arguments)
    {
        var name = parameter.Name;
        if (environment.TryGetValue(name, out var offer))
        {
            return Fitting(signature, parameter, offer, ParameterSource.Environment);
        }

        if (arguments.TryGetValue(name, out offer))
        {
            return Fitting(signature, parameter, offer, ParameterSource.Arguments);
        }

        return !isComplete ? ParameterSource.Undecided
            : parameter.HasDefault ? ParameterSource.Default
            : throw Unfilled(signature, parameter, environment.Keys);
    }

    private static ParameterSource Fitting(
        FunctionSignature signature, FunctionParameter parameter, Offer offer, ParameterSource source)
    {
        if (offer.Fits(parameter.Type))
        {
            return source;
        }

        var (wanted, found) = offer.Type is null ? (TypeText.Of(parameter.Type), "null")
            : TypeText.OfBoth(parameter.Type, offer.Type);
        throw new BindingException(
            $"The parameter '{parameter.Name}' of {FunctionText.Of(signature.Method)} wants {wanted}, but " +
            $"{(source == ParameterSource.Arguments ? "arguments" : "the environment")} has {found} under that name. " +
            "Change the value or the parameter's type; values are not converted.",
            parameter.Name);
    }

    private static BindingException Unfilled(
        FunctionSignature signature, FunctionParameter parameter, IEnumerable<string> environment)
    {
        var names = environment.ToArray();
        var token = parameter.Type == typeof(CancellationToken)
            ? " The run's token is WorkerContext.Current.CancellationToken." : "";
        return new BindingException(
            $"The parameter '{parameter.Name}' ({TypeText.Of(parameter.Type)}) of " +
            $"{FunctionText.Of(signature.Method)} cannot be filled: the environment has {Names(names)}, arguments do " +
            "not name it and it has no default value. Return it from setup, pass it in arguments or give it one." +
            NearestName.Hint(parameter.Name, names) + token,
            parameter.Name);
    }

    private static string Names(string[] names) => names.Length == 0 ? "no names" : $"{{{string.Join(", ", names)}}}";

    private static bool Converts(Type from, Type to) => from == to || (!to.IsValueType && to.IsAssignableFrom(from));
}
