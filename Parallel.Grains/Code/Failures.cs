using System.Reflection;
using System.Runtime.ExceptionServices;
using ParallelCompute.Wire;

namespace ParallelCompute.Code;

/// <summary>Sends exceptions: as their type, message, inner exceptions and stack text.</summary>
public static class Failures
{
    private const int DeepestInner = 16;

    /// <summary>What is sent for an exception.</summary>
    /// <remarks>A failure to bring code is sent as itself, not as what the runtime made of it.</remarks>
    public static Failure Of(Exception exception) => Of(LoadFailures.Shipping(exception) ?? exception, 0);

    /// <summary>
    /// The exception again, of its own type where that can be found and built with this message, otherwise a
    /// <see cref="RemoteException"/>; the remote stack is kept in its stack trace.
    /// </summary>
    /// <param name="failure">What was sent.</param>
    /// <param name="resolve">
    /// Finds types that this client knows; throws <see cref="ShippingException"/> for others.
    /// </param>
    public static Exception Rebuild(Failure failure, Func<TypeName, Type> resolve) => Rebuild(failure, resolve, 0);

    private static Failure Of(Exception exception, int depth)
    {
        var failure = new Failure
        {
            TypeName = exception.GetType().FullName ?? exception.GetType().Name,
            Message = exception.Message,
            Stack = exception.StackTrace ?? "",
        };
        try
        {
            failure.Type = TypeNames.Of(exception.GetType());
        }
        catch (ShippingException)
        {
            // Without a type it is rebuilt as a RemoteException.
        }

        if (depth < DeepestInner)
        {
            failure.Others.Add((exception as AggregateException)?.InnerExceptions.Select(e => Of(e, depth + 1)) ?? []);
            failure.Inner = exception is AggregateException || exception.InnerException is not { } inner
                ? null : Of(inner, depth + 1);
        }

        foreach (var (name, value) in Parts(exception))
        {
            failure.Parts[name] = value;
        }

        return failure;
    }

    private static IEnumerable<(string Name, string Value)> Parts(Exception exception) => exception switch
    {
        ArgumentConflictException e => e.Names.Select((name, i) => ($"name{i:D3}", name)),
        BindingException { Parameter: { } parameter } => [("parameter", parameter)],
        ShippingException e => e.Path is null ? [("reason", e.Reason)] : [("reason", e.Reason), ("path", e.Path)],
        SetupException { WorkerId: { } worker } => [("worker", worker)],
        LaunchException { Output: { } output } => [("output", output)],
        _ => [],
    };

    private static Exception Rebuild(Failure failure, Func<TypeName, Type> resolve, int depth)
    {
        var inner = failure.Inner is { } sent && depth < DeepestInner ? Rebuild(sent, resolve, depth + 1) : null;
        var others = depth < DeepestInner ? failure.Others.Select(o => Rebuild(o, resolve, depth + 1)).ToArray() : [];
        var exception = OwnKind(failure, inner) ?? OfType(failure, inner, others, resolve)
            ?? new RemoteException(failure.TypeName, failure.Message, others.FirstOrDefault() ?? inner);
        if (failure.Stack.Length > 0)
        {
            ExceptionDispatchInfo.SetRemoteStackTrace(exception, failure.Stack);
        }

        return exception;
    }

    private static ParallelException? OwnKind(Failure failure, Exception? inner)
    {
        string? Part(string name) => failure.Parts.TryGetValue(name, out var value) ? value : null;
        return failure.TypeName switch
        {
            "ParallelCompute.ArgumentConflictException" => new ArgumentConflictException(
                [.. failure.Parts.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value)]),
            "ParallelCompute.BindingException" => new BindingException(failure.Message, Part("parameter")),
            "ParallelCompute.ShippingException" => new ShippingException(
                Part("reason") ?? failure.Message, Part("path"), inner),
            "ParallelCompute.SetupException" =>
                new SetupException(failure.Message, inner) { WorkerId = Part("worker") },
            "ParallelCompute.LaunchException" => new LaunchException(failure.Message, inner)
            {
                Output = Part("output"),
            },
            "ParallelCompute.ParallelException" => new ParallelException(failure.Message, inner),
            _ => null,
        };
    }

    private static Exception? OfType(
        Failure failure, Exception? inner, Exception[] others, Func<TypeName, Type> resolve)
    {
        try
        {
            if (failure.Type is null || resolve(failure.Type) is not { IsAbstract: false } type ||
                !type.IsAssignableTo(typeof(Exception)))
            {
                return null;
            }

            var built = type == typeof(AggregateException) ? new AggregateException(others)
                : Construct(type, [failure.Message, inner])
                    ?? (inner is null ? Construct(type, [failure.Message]) : null)
                ?? (inner is null ? Construct(type, []) : null);
            return built?.Message == failure.Message || built is AggregateException ? built : null;
        }
        catch (Exception e) when (e is ShippingException or TargetInvocationException or MemberAccessException)
        {
            // A type that is not known here, or whose constructor refuses: the stand-in carries the message.
            return null;
        }
    }

    private static Exception? Construct(Type type, object?[] values)
    {
        Type[] wanted = [.. new[] { typeof(string), typeof(Exception) }.Take(values.Length)];
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        return type.GetConstructor(Any, wanted)?.Invoke(values) as Exception;
    }
}
