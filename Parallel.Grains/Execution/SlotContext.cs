using System.Collections.ObjectModel;
using Microsoft.Extensions.Logging;

namespace ParallelCompute.Execution;

/// <summary>What user code sees of the slot, or of the setup, that runs it.</summary>
internal sealed class SlotContext(WorkerSettings settings) : WorkerContext
{
    public const long NoItem = -1;

    public override string WorkerId => settings.Id;

    public override long ItemIndex => Batch is { } batch ? batch.First + batch.Current : NoItem;

    public override int Attempt => Batch?.Attempt ?? 1;

    public override CancellationToken CancellationToken => Batch?.Token ?? CancellationToken.None;

    public override IReadOnlyList<Device> Devices => settings.Devices;

    public override ILogger Logger => settings.Logger;

    public override IReadOnlyDictionary<string, object?> Environment =>
        Batch?.Run.Environment.Values ?? ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>The batch that the slot runs; null in setup.</summary>
    public Batch? Batch { get; set; }

    /// <summary>Makes this context current for the calling flow.</summary>
    public void Enter() => Enter(this);

    public static void Leave() => Enter(null);
}
