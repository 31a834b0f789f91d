using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Dispatch;

/// <summary>A batch that a model worker holds, and what the dispatcher has heard of it.</summary>
internal sealed class ModelBatch(RunBatch message)
{
    public long Run => message.Run;

    public long Lease => message.Lease;

    public long First => message.First;

    public int Count => message.Count;

    /// <summary>How often its items have thrown.</summary>
    public int Retries => message.Retries;

    /// <summary>Items that have run.</summary>
    public int Done { get; set; }

    /// <summary>Its next item runs until the worker is killed.</summary>
    public bool Hangs { get; set; }

    /// <summary>It was told to end, and its last item throws.</summary>
    public bool Told { get; set; }

    /// <summary>Items whose outcomes were sent.</summary>
    public int Reported { get; set; }

    /// <summary>Items given back.</summary>
    public int Given { get; set; }

    /// <summary>Outcomes that have reached the dispatcher.</summary>
    public int Heard { get; set; }

    /// <summary>Items given back that have reached the dispatcher.</summary>
    public int Returned { get; set; }

    public int Rest => Count - Given - Done;
}
