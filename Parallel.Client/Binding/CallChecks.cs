using ParallelCompute.Execution;

namespace ParallelCompute.Binding;

/// <summary>Finds what is wrong with a call before anything of it is sent.</summary>
/// <remarks>The rules are the worker's own; only what the client cannot know is left to it.</remarks>
internal static class CallChecks
{
    /// <summary>Reads the <c>arguments</c> of a call: a dictionary, an object with properties or null.</summary>
    /// <exception cref="BindingException">It is something else, most likely meant for another parameter.</exception>
    public static IReadOnlyDictionary<string, ArgumentValue> Arguments(object? arguments)
    {
        if (arguments is null)
        {
            return new Dictionary<string, ArgumentValue>();
        }

        var meant = arguments switch
        {
            Delegate => "setup",
            MapOptions => "options",
            CancellationToken => "cancellationToken",
            _ => null,
        };
        if (meant is not null)
        {
            throw new BindingException(
                $"arguments was given a {TypeText.Of(arguments.GetType())}; was '{meant}:' meant?", "arguments");
        }

        if (!NamedValues.TryRead(arguments, out var values, out var problem))
        {
            throw new BindingException(
                $"arguments takes named values, for example 'arguments: new {{ name = value }}' or a dictionary with " +
                $"string keys; it was given {problem}.",
                "arguments");
        }

        return values.ToDictionary(v => v.Name, v => new ArgumentValue(v.Value, v.Declared), StringComparer.Ordinal);
    }

    /// <summary>Checks a <c>setup</c> as far as its signature tells; null is none.</summary>
    /// <exception cref="SetupException">It takes parameters, or what it returns can never be named values.</exception>
    public static void Setup(Delegate? setup)
    {
        if (setup is null)
        {
            return;
        }

        SetupCall.Check(setup);
        var returns = TaskShape.Awaited(setup.Method.ReturnType);
        // An object of a derived type may hold names where one of this type holds none.
        if (returns.IsSealed && NamedTypes.Problem(returns) is { } problem)
        {
            throw EnvironmentValues.NotNamed(problem);
        }
    }

    /// <summary>Checks a function against its items, results, arguments and what is known of its environment.</summary>
    /// <param name="function">The function.</param>
    /// <param name="item">The type of the items.</param>
    /// <param name="result">The type of the results.</param>
    /// <param name="arguments">What <see cref="Arguments"/> read.</param>
    /// <param name="setup">The setup that builds the run's environment, the call's or the client's.</param>
    /// <param name="hasUnknownNames">Without a setup: whether there is an environment of unknown names.</param>
    /// <exception cref="ArgumentConflictException">A parameter's name is in both.</exception>
    /// <exception cref="BindingException">The function, a name or a type does not fit.</exception>
    /// <exception cref="SetupException">The setup can never return named values.</exception>
    public static void Signature(
        Delegate function, Type item, Type result, IReadOnlyDictionary<string, ArgumentValue> arguments,
        Delegate? setup, bool hasUnknownNames = false)
    {
        Setup(setup);
        var isComplete = !hasUnknownNames;
        IReadOnlyDictionary<string, Type>? names = setup is null ? null
            : NamedTypes.NamesOf(TaskShape.Awaited(setup.Method.ReturnType), out isComplete);
        BindingRules.Match(
            FunctionSignature.Of(function), item, result,
            (names ?? new Dictionary<string, Type>()).ToDictionary(n => n.Key, n => Offer.Declared(n.Value)),
            isComplete,
            arguments.ToDictionary(a => a.Key, a => Offer.Of(a.Value.Value)));
    }
}
