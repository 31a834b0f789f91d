using System.Runtime.CompilerServices;

namespace ParallelCompute;

/// <summary>A submitted call: await it for its result, or cancel it.</summary>
/// <typeparam name="TResult">The result's type.</typeparam>
/// <remarks>Safe for concurrent use; may be awaited any number of times.</remarks>
public sealed class ParallelTask<TResult>
{
    private readonly CancellationTokenSource _cancel;

    internal ParallelTask(Func<CancellationToken, Task<TResult>> start, CancellationToken cancellationToken)
    {
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task = RunAsync(start);
    }

    /// <summary>The call as an ordinary task. It fails with what the function threw.</summary>
    public Task<TResult> Task { get; }

    /// <summary>Whether the call is over, with a result, an error or by cancellation.</summary>
    public bool IsCompleted => Task.IsCompleted;

    /// <summary>Cancels the call: it does not start, or its function sees its token; awaiting it then throws.</summary>
    public void Cancel()
    {
        try
        {
            _cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call is over.
        }
    }

    /// <summary>Makes the call awaitable.</summary>
    public TaskAwaiter<TResult> GetAwaiter() => Task.GetAwaiter();

    /// <summary>Awaits with a choice of where to continue.</summary>
    public ConfiguredTaskAwaitable<TResult> ConfigureAwait(bool continueOnCapturedContext) =>
        Task.ConfigureAwait(continueOnCapturedContext);

    private async Task<TResult> RunAsync(Func<CancellationToken, Task<TResult>> start)
    {
        using (_cancel)
        {
            return await start(_cancel.Token).ConfigureAwait(false);
        }
    }
}
