using System.Collections.Frozen;
using Google.Protobuf;
using ParallelCompute.Binding;
using ParallelCompute.Code;
using ParallelCompute.Shipping;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Runs;

/// <summary>Checks and encodes a call before anything of it is sent.</summary>
internal static class RunPlan
{
    /// <summary>About what a timer can wait.</summary>
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(24);

    /// <summary>Checks all that can be known of a call without a worker.</summary>
    /// <param name="function">The function.</param>
    /// <param name="call">The call's optional parameters.</param>
    /// <param name="setup">The setup whose environment the run will use.</param>
    /// <returns>The call's arguments.</returns>
    /// <exception cref="ParallelException">Something does not fit or cannot be sent.</exception>
    public static IReadOnlyDictionary<string, ArgumentValue> Check<TItem, TResult>(
        Delegate function, CallOptions call, Delegate? setup)
    {
        ArgumentNullException.ThrowIfNull(function);
        CheckOptions(call.Options);
        var arguments = CallChecks.Arguments(call.Arguments);
        CallChecks.Signature(function, typeof(TItem), typeof(TResult), arguments, setup);
        CheckTravels<TItem>("item");
        CheckTravels<TResult>("result");
        return arguments;
    }

    /// <exception cref="BindingException">A number is out of range.</exception>
    public static void CheckOptions(MapOptions? options)
    {
        CheckPositive(options?.BatchSize, nameof(MapOptions.BatchSize));
        CheckPositive(options?.MaxInFlight, nameof(MapOptions.MaxInFlight));
        if (options is not null)
        {
            CheckRetries(options);
            CheckTimeout(options.ItemTimeout);
        }

        foreach (var (name, amount) in options?.Resources ?? FrozenDictionary<string, double>.Empty)
        {
            if (!(amount > 0) || !double.IsFinite(amount))
            {
                throw new BindingException(
                    $"options.Resources['{name}'] is {amount}; an amount must be a number greater than 0.",
                    nameof(MapOptions.Resources));
            }
        }
    }

    /// <summary>Adds to a definition what workers must know of the call's options.</summary>
    /// <param name="definition">The run.</param>
    /// <param name="options">The options, checked.</param>
    /// <param name="constants">Takes large values out of the messages.</param>
    /// <param name="warn">Told of changing statics that <see cref="MapOptions.RetryOn"/> reads.</param>
    /// <exception cref="ShippingException">The predicate cannot be sent.</exception>
    public static void Add(
        RunDefinition definition, MapOptions options, LargeConstants constants, Action<string> warn)
    {
        definition.Retries = options.Retries;
        definition.RetryDelay = options.RetryDelay.Ticks;
        definition.ItemTimeout = options.ItemTimeout?.Ticks ?? 0;
        definition.Speculate = options.Speculate;
        try
        {
            definition.RetryOn = options.RetryOn is { } retryOn
                ? FunctionShipper.Encode(retryOn, constants, warn) : null;
        }
        catch (ShippingException e)
        {
            throw e.Within("options.RetryOn");
        }
    }

    /// <summary>What workers are told of a run; its number, session and environment are left open.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">What <see cref="Check"/> returned.</param>
    /// <param name="constants">Takes large values out of the messages.</param>
    /// <param name="stopOnError">Whether the first failure ends the run.</param>
    /// <param name="warn">Told of changing statics that the function reads.</param>
    /// <exception cref="ShippingException">The function or an argument cannot be sent.</exception>
    public static RunDefinition Define<TItem, TResult>(
        Delegate function, IReadOnlyDictionary<string, ArgumentValue> arguments, LargeConstants constants,
        bool stopOnError, Action<string> warn)
    {
        var definition = new RunDefinition
        {
            Function = FunctionShipper.Encode(function, constants, warn),
            Item = TypeNames.Of(typeof(TItem)),
            Result = TypeNames.Of(typeof(TResult)),
            StopOnError = stopOnError,
        };
        foreach (var (name, argument) in arguments)
        {
            definition.Arguments.Add(Encode(name, argument, constants));
        }

        return definition;
    }

    private static NamedValue Encode(string name, ArgumentValue argument, LargeConstants constants)
    {
        try
        {
            var type = argument.Value?.GetType() ?? argument.Declared;
            var writer = new ValueWriter { Limit = constants.ValueLimit };
            ValueCodecs.For(type).WriteObject(writer, argument.Value);
            writer.CheckSize();
            var blob = constants.Cut(writer, 0);
            return new NamedValue
            {
                Name = name,
                Type = TypeNames.Of(type),
                Blob = blob,
                Value = UnsafeByteOperations.UnsafeWrap(writer.Buffer.AsMemory(0, writer.Position)),
            };
        }
        catch (ShippingException e)
        {
            throw e.Within($"argument '{name}'");
        }
    }

    private static void CheckTravels<T>(string what)
    {
        try
        {
            ValueCodecs.For<T>();
        }
        catch (ShippingException e)
        {
            throw e.Within(what);
        }
    }

    private static void CheckRetries(MapOptions options)
    {
        if (options.Retries < 0)
        {
            throw new BindingException(
                $"options.Retries is {options.Retries}; it must be 0 or more.", nameof(MapOptions.Retries));
        }

        if (options is { RetryOn: not null, Retries: 0 })
        {
            throw new BindingException(
                "options.RetryOn is set, but options.Retries is 0, so that nothing is ever tried again; set Retries.",
                nameof(MapOptions.RetryOn));
        }

        if (options.RetryDelay < TimeSpan.Zero || options.RetryDelay > LongestTime)
        {
            throw new BindingException(
                $"options.RetryDelay is {options.RetryDelay}; it must be from 0 to {LongestTime.TotalDays} days.",
                nameof(MapOptions.RetryDelay));
        }
    }

    private static void CheckTimeout(TimeSpan? timeout)
    {
        if (timeout <= TimeSpan.Zero || timeout > LongestTime)
        {
            throw new BindingException(
                $"options.ItemTimeout is {timeout}; it must be greater than 0 and at most {LongestTime.TotalDays} " +
                "days, or null for no limit.", nameof(MapOptions.ItemTimeout));
        }
    }

    private static void CheckPositive(int? value, string name)
    {
        if (value < 1)
        {
            throw new BindingException(
                $"options.{name} is {value}; it must be at least 1, or null for automatic.", name);
        }
    }
}
