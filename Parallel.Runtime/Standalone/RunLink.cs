using ParallelCompute.Code;
using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Standalone;

/// <summary>The observer of a run whose client is in another process.</summary>
internal sealed class RunLink(long run, Action<ToClient, ReadOnlyMemory<byte>> send) : IRunObserver
{
    public void Wanted(long feedUpTo, int batch, bool hungry) => send(
        new ToClient
        {
            Wanted = new Wanted { Run = run, FeedUpTo = feedUpTo, Batch = batch, Hungry = hungry },
        },
        default);

    public void Completed(
        RangeDone range, ReadOnlyMemory<byte> payload, int skip, int take, string worker, int attempt) => send(
        new ToClient
        {
            Completed = new Completed { Range = range, Skip = skip, Take = take, Worker = worker, Attempt = attempt },
        },
        payload);

    public void GaveUp(long index, string worker, ParallelException error) => send(
        new ToClient
        {
            GaveUp = new GaveUp { Run = run, Index = index, Worker = worker, Error = Failures.Of(error) },
        },
        default);

    public void Ended(Failure? error) =>
        send(new ToClient { Ended = new Ended { Run = run, Error = error } }, default);
}
