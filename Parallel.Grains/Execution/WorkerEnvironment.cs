using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using Microsoft.Extensions.Logging;

namespace ParallelCompute.Execution;

/// <summary>What setup returned, kept until it is dropped and no run uses it.</summary>
internal sealed class WorkerEnvironment(IReadOnlyDictionary<string, object?> values, ILogger logger)
{
    private readonly ConcurrentDictionary<long, BatchRunner> _prepared = new();
    private readonly TaskCompletionSource _disposal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _users = 1;

    public static WorkerEnvironment Empty(ILogger logger) =>
        new(ReadOnlyDictionary<string, object?>.Empty, logger);

    /// <summary>The function of a plan bound to this environment, made once; plan 0 is made every time.</summary>
    public BatchRunner Prepare(long plan, Func<BatchRunner> build) =>
        plan == 0 ? build() : _prepared.GetOrAdd(plan, _ => build());

    public IReadOnlyDictionary<string, object?> Values => values;

    public void Use() => Interlocked.Increment(ref _users);

    /// <summary>Completes when the values are no longer used and have been disposed.</summary>
    public Task Disposal => _disposal.Task;

    /// <summary>Gives up one use. The last one disposes the values, as user code on a thread of its own.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) != 0)
        {
            return;
        }

        if (values.Count == 0)
        {
            _disposal.SetResult();
        }
        else
        {
            new Thread(Dispose) { IsBackground = true, Name = "dispose" }.Start();
        }
    }

    private void Dispose()
    {
        try
        {
            EnvironmentValues.DisposeAsync(
                values, (name, e) => logger.LogWarning(e, "Disposing the environment value {Name} failed.", name))
                .GetAwaiter().GetResult();
        }
        finally
        {
            _disposal.SetResult();
        }
    }
}
