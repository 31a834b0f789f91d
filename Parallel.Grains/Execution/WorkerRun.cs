using Microsoft.Extensions.Logging;
using ParallelCompute.Code;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Execution;

/// <summary>A run as this worker knows it. Its function is prepared by the first slot that needs it.</summary>
internal sealed class WorkerRun(RunDefinition definition, WorkerSession session, WorkerEnvironment environment)
    : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly Lock _preparing = new();
    private BatchRunner? _runner;
    private Func<Exception, bool>? _retryOn;

    public RunDefinition Definition => definition;

    public WorkerEnvironment Environment => environment;

    public CancellationToken Token => _cancel.Token;

    public int ResultSize => _runner?.ResultSize ?? 0;

    /// <summary>Batches queued or running here.</summary>
    public int Batches { get; set; }

    public bool Closed { get; set; }

    /// <summary>The run was refused here: its batches go back unrun.</summary>
    public bool Refused { get; set; }

    /// <summary>The function bound to its environment and arguments.</summary>
    /// <exception cref="ParallelException">It cannot be bound or built.</exception>
    public BatchRunner Prepare()
    {
        lock (_preparing)
        {
            if (definition.RetryOn is { } retryOn)
            {
                _retryOn ??= (Func<Exception, bool>)session.Code.LoadFunction(retryOn);
            }

            return _runner ??= environment.Prepare(definition.Plan, Build);
        }
    }

    /// <summary>Whether an item may be tried again after that; asks the user's code, on a slot's thread.</summary>
    public bool MayRetry(Exception exception)
    {
        if (exception is ShippingException || _cancel.IsCancellationRequested)
        {
            return false;
        }

        try
        {
            return _retryOn?.Invoke(exception) ?? true;
        }
        catch (Exception e)
        {
            var failure = Failures.Of(e);
            WorkerContext.Current.Logger.LogWarning(
                "RetryOn threw {Type} ({Message}) when it was asked about {Asked}; the item is not tried again.",
                failure.TypeName, failure.Message, exception.GetType());
            if (exception.Data is { IsReadOnly: false } data)
            {
                data["RetryOnError"] = $"{failure.TypeName}: {failure.Message}";
            }

            return false;
        }
    }

    /// <summary>Lets running items see that they are not wanted any more.</summary>
    public void Cancel() => Cancellations.Request(_cancel);

    public void Dispose()
    {
        environment.Release();
        _cancel.Dispose();
    }

    private BatchRunner Build()
    {
        var item = session.Code.Resolve(definition.Item);
        var result = session.Code.Resolve(definition.Result);
        var arguments = definition.Arguments.ToDictionary(a => a.Name, Decode, StringComparer.Ordinal);
        var bound = ParameterBinder.Bind(
            session.Code.LoadFunction(definition.Function), item, environment.Values, arguments, result);
        return BatchRunners.Create(bound, item, result, session.Code, definition.StopOnError);
    }

    private object? Decode(NamedValue argument)
    {
        try
        {
            var codec = ValueCodecs.For(session.Code.Resolve(argument.Type));
            var bytes = argument.Blob is { } blob ? session.Blobs.Read(blob) : argument.Value.Memory;
            return codec.ReadObject(new ValueReader(bytes, session.Code));
        }
        catch (ShippingException e)
        {
            throw e.Within($"argument '{argument.Name}'");
        }
    }
}
