using ParallelCompute.Engines;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

/// <summary>The client's end of a run, which checks all that it is told.</summary>
internal sealed class ModelRun(RunRequest request, int plan) : IRunObserver
{
    private readonly bool[] _settled = new bool[plan];

    public long Id => request.Definition.Run;

    public RunDefinition Definition => request.Definition;

    public IReadOnlyDictionary<string, double> Resources { get; } =
        request.Resources ?? new Dictionary<string, double>();

    /// <summary>Whether a worker offers what the run's items need.</summary>
    public bool IsMetBy(ModelWorker worker) =>
        Resources.All(r => r.Value <= worker.Resources.GetValueOrDefault(r.Key));

    /// <summary>Items of the run, whether fed yet or not.</summary>
    public int Plan => plan;

    public bool Variable { get; init; }

    /// <summary>The item that kills whoever runs it; -1 for none.</summary>
    public int Poison { get; init; } = -1;

    /// <summary>Every so many items one throws; 0: none.</summary>
    public int FailEvery { get; init; }

    public int Allowed { get; init; }

    public int Fed { get; set; }

    public long Credit { get; private set; }

    public int Consumed { get; set; }

    public int Settled { get; private set; }

    public bool InputEnded { get; set; }

    /// <summary>Canceled, refused, without environment or workers: it may end without all outcomes.</summary>
    public bool MayBreakOff { get; set; }

    /// <summary>How the run failed; set before the dispatcher knows.</summary>
    public bool MayFail { get; set; }

    public bool Ended { get; private set; }

    public Failure? Failure { get; private set; }

    public WorkerLostException? LastGivenUp { get; private set; }

    public int Callbacks { get; private set; }

    /// <summary>How often each item was among those that a dying worker can have been running.</summary>
    public int[] Blamed { get; } = new int[plan];

    /// <summary>The dispatcher has asked for input and got none since.</summary>
    public bool Hungry { get; set; }

    /// <summary>How often such an item throws before it succeeds; where it is retried less often, it fails.</summary>
    public int Throws { get; init; } = int.MaxValue;

    public bool Fails(long index) => FailsAt(index, Definition.Retries);

    /// <summary>Whether the item throws when it has thrown that often.</summary>
    public bool FailsAt(long index, int retries) =>
        FailEvery > 0 && index % FailEvery == FailEvery - 1 && retries < Throws;

    public void Wanted(long feedUpTo, int batch, bool hungry)
    {
        Heard();
        Assert.False(InputEnded, "input was asked for after its end");
        Assert.True(feedUpTo >= Credit, $"run {Id}: credit shrank from {Credit} to {feedUpTo}");
        Assert.True(batch >= 1);
        if (request.MaxInFlight is { } most)
        {
            Assert.True(feedUpTo <= Consumed + most, $"run {Id}: credit {feedUpTo}, consumed {Consumed}, limit {most}");
        }

        Assert.False(hungry && Hungry, $"run {Id} was told twice that workers idle");
        Hungry |= hungry;
        Credit = feedUpTo;
    }

    public void Completed(
        RangeDone range, ReadOnlyMemory<byte> payload, int skip, int take, string worker, int attempt)
    {
        Heard();
        Assert.True(take > 0 && skip >= 0 && skip + take <= range.Count);
        for (var place = skip; place < skip + take; place++)
        {
            var index = range.First + place;
            Assert.Equal(index, ModelItems.Result(payload, place));
            Assert.NotEqual(Poison, index);
            Assert.Equal(Fails(index), range.Failures.Any(f => f.Index == index));
            Assert.DoesNotContain(range.Failures, f => f.Index == index && f.Retry);
            MayBreakOff |= Definition.StopOnError && Fails(index);
            Settle(index);
        }
    }

    public void GaveUp(long index, WorkerLostException error)
    {
        Heard();
        Assert.True(Blamed[index] >= Allowed, $"item {index} of run {Id} was given up after {Blamed[index]} deaths");
        MayBreakOff |= Definition.StopOnError;
        LastGivenUp = error;
        Settle(index);
    }

    void IRunObserver.Ended(Failure? error)
    {
        Heard();
        (Ended, Failure) = (true, error);
        Assert.True(error is null || MayFail, error?.Message);
        if (!MayBreakOff && !MayFail)
        {
            Assert.True(InputEnded, $"run {Id} ended before its input");
            Assert.Equal(plan, Settled);
        }
    }

    private void Settle(long index)
    {
        Assert.True(index >= 0 && index < Fed, $"item {index} of run {Id} was never fed");
        Assert.False(_settled[index], $"item {index} of run {Id} has two outcomes");
        _settled[index] = true;
        Settled++;
    }

    private void Heard()
    {
        Assert.False(Ended, $"run {Id} was told something after its end");
        Callbacks++;
    }
}
