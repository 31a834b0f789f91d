using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Code;

/// <summary>Asks a client what its files hold.</summary>
/// <param name="session">The client's session.</param>
/// <param name="ask">Sends a question.</param>
internal sealed class FileQuestions(long session, Action<NeedFiles> ask)
{
    /// <summary>The client may have to read much before it answers; its loss is noticed elsewhere.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Dictionary<int, TaskCompletionSource<FileIs>> _asked = [];
    private string? _closed;

    /// <summary>Asks for files that were not asked for yet; answers are on their way when they are needed.</summary>
    public void Ask(IEnumerable<int> files)
    {
        var question = new NeedFiles { Session = session };
        lock (_asked)
        {
            question.Files.Add(files.Where(f => _closed is null && _asked.TryAdd(f, NewAnswer())));
        }

        if (question.Files.Count > 0)
        {
            ask(question);
        }
    }

    /// <summary>What a file holds; blocks the calling thread, which must be one of user code.</summary>
    /// <exception cref="ShippingException">The client cannot give it, does not answer, or has closed.</exception>
    public Blob ContentOf(int file)
    {
        Ask([file]);
        Task<FileIs>? answer;
        lock (_asked)
        {
            answer = _asked.GetValueOrDefault(file)?.Task;
        }

        if (answer is null || !answer.Wait(Limit))
        {
            lock (_asked)
            {
                _asked.Remove(file);
            }

            throw new ShippingException(
                _closed ?? $"the client did not say within {Limit.TotalSeconds} s what the file holds; try again");
        }

        return answer.Result.Failure is { } failure
            ? throw Failures.Rebuild(failure, KnownTypes.Instance)
            : answer.Result.Content ?? throw new ShippingException("the client's answer says nothing of the file");
    }

    /// <summary>The client answers.</summary>
    public void Answer(FileIs answer)
    {
        lock (_asked)
        {
            _asked.GetValueOrDefault(answer.File)?.TrySetResult(answer);
        }
    }

    /// <summary>Nobody answers any more: whoever waits gets an error.</summary>
    public void Close()
    {
        lock (_asked)
        {
            _closed = "the client was closed before it said what the file holds";
            foreach (var (file, answer) in _asked)
            {
                answer.TrySetResult(new FileIs { File = file, Failure = Failures.Of(new ShippingException(_closed)) });
            }
        }
    }

    private static TaskCompletionSource<FileIs> NewAnswer() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
