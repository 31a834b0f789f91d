namespace ParallelCompute.Tests.Dispatch;

internal sealed partial class Simulation
{
    private readonly HashSet<(long Run, long Index)> _seenTwice = [];

    /// <summary>Items that were seen with two workers, of all schedules.</summary>
    public static long SeenTwice { get; private set; }

    /// <summary>As much time passes as makes items that run long ones.</summary>
    private void Pause(Pick pick)
    {
        var time = TimeSpan.FromMilliseconds(pick.Of([30, 150, 300]));
        _trace?.Invoke($"{time.TotalMilliseconds} ms pass");
        _host.Advance(time);
    }

    /// <summary>Everybody does what they can, but the items of one worker do not end.</summary>
    private void Straggle(Pick pick)
    {
        var slow = _workers.Count > 0 ? pick.Of([.. _workers.Values]) : null;
        _trace?.Invoke($"-- {slow?.Id} is slow");
        for (var round = 0; round < 8; round++)
        {
            Round(pick, build: true, slow);
            CheckNow();
            Pause(pick);
        }
    }

    /// <summary>An item is with one worker, or where its run wants that with two at most.</summary>
    private void CheckAttempts()
    {
        Dictionary<(long Run, long Index), string> holders = [];
        HashSet<(long Run, long Index)> twice = [];
        foreach (var worker in _workers.Values)
        {
            foreach (var batch in worker.Leased.Where(b => !_runs[b.Run].Ended))
            {
                for (var index = batch.First + batch.Heard; index < batch.First + batch.Count - batch.Returned; index++)
                {
                    var item = (batch.Run, index);
                    if (!holders.TryAdd(item, worker.Id))
                    {
                        Assert.True(_runs[batch.Run].Definition.Speculate, $"item {item} is with two workers");
                        Assert.NotEqual(holders[item], worker.Id);
                        Assert.True(twice.Add(item), $"item {item} is with more than two workers");
                    }
                }
            }
        }

        SeenTwice += twice.Count(_seenTwice.Add);
    }
}
