using System.Runtime.CompilerServices;

namespace ParallelCompute.Execution;

/// <summary>One thread that runs items, so that user code never occupies a thread that serves the network.</summary>
internal sealed class Slot
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the thread.</summary>
    /// <param name="number">The slot's number, from 0.</param>
    /// <param name="context">What user code sees.</param>
    /// <param name="place">Where it writes what it runs.</param>
    /// <param name="take">Waits for a batch; null ends the slot.</param>
    /// <param name="run">Runs it.</param>
    public Slot(int number, SlotContext context, SlotPlace place, Func<Batch?> take, Action<Batch> run) =>
        new Thread(() =>
        {
            context.Enter();
            while (RunNext(context, place, take, run))
            {
            }

            _ended.SetResult();
        })
        { IsBackground = true, Name = $"slot {number}" }.Start();

    /// <summary>The batch being run; read by the thread that sends outcomes that wait.</summary>
    public Batch? Active
    {
        get => Volatile.Read(ref field);
        private set => Volatile.Write(ref field, value);
    }

    public Task Ended => _ended.Task;

    // Not in the loop: an idle slot must not keep its last batch, and with it a client's code, on its stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RunNext(SlotContext context, SlotPlace place, Func<Batch?> take, Action<Batch> run)
    {
        if (take() is not { } batch)
        {
            return false;
        }

        batch.Begin(place);
        Active = context.Batch = batch;
        run(batch);
        Active = context.Batch = null;
        return true;
    }
}
