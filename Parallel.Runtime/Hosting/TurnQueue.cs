using Microsoft.Extensions.Logging;

namespace ParallelCompute.Runtime.Hosting;

/// <summary>
/// Runs actions one at a time, in order. The thread that finds the queue idle runs them; nobody waits.
/// </summary>
internal sealed class TurnQueue(ILogger logger)
{
    /// <summary>A caller serves at most this many turns of others before it hands the queue to the pool.</summary>
    private const int MostTurns = 64;

    private readonly Lock _gate = new();
    private readonly Queue<Action> _turns = new();
    private bool _running;

    public void Post(Action turn)
    {
        lock (_gate)
        {
            _turns.Enqueue(turn);
            if (_running)
            {
                return;
            }

            _running = true;
        }

        Run();
    }

    private void Run()
    {
        for (var done = 0; TryTake(out var turn); done++)
        {
            if (done == MostTurns)
            {
                ThreadPool.UnsafeQueueUserWorkItem(
                    static q =>
                    {
                        q.Queue.Execute(q.Turn);
                        q.Queue.Run();
                    },
                    (Queue: this, Turn: turn), preferLocal: false);
                return;
            }

            Execute(turn);
        }
    }

    private void Execute(Action turn)
    {
        try
        {
            turn();
        }
        catch (Exception e)
        {
            // One faulty message must not stop the messages of everyone else.
            logger.LogCritical(e, "A message to the dispatcher failed. This is a defect; please report it.");
        }
    }

    private bool TryTake(out Action turn)
    {
        lock (_gate)
        {
            _running = _turns.TryDequeue(out turn!);
            return _running;
        }
    }
}
