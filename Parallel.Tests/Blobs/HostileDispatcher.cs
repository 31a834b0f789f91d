using ParallelCompute.Blobs;
using ParallelCompute.Execution;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Blobs;

/// <summary>Answers a worker's needs by the turn, and its parts with whatever a test likes.</summary>
internal sealed class HostileDispatcher(Func<NeedPart, (BlobPart Part, byte[] Bytes)?> answer) : IReporter
{
    public WorkerBlobs? Blobs { get; set; }

    /// <summary>Why turns are refused; null: they are given.</summary>
    public Failure? Refusal { get; init; }

    /// <summary>Needs that were ended.</summary>
    public List<long> Ended { get; } = [];

    public void Say(ToDispatcher message, ReadOnlyMemory<byte> payload = default)
    {
        switch (message.BodyCase)
        {
            case ToDispatcher.BodyOneofCase.NeedBlob:
                Blobs!.Take(new BlobTurn { Need = message.NeedBlob.Need, Failure = Refusal });
                break;
            case ToDispatcher.BodyOneofCase.NeedPart:
                if (answer(message.NeedPart) is { } sent)
                {
                    Blobs!.Take(sent.Part, sent.Bytes);
                }

                break;
            default:
                Ended.Add(message.EndNeed.Need);
                break;
        }
    }
}
