using ParallelCompute.Code;
using ParallelCompute.Wire;

namespace ParallelCompute.Execution;

public sealed partial class WorkerGrain
{
    /// <summary>The ends of environments; never these themselves, which hold a client's code.</summary>
    private readonly List<Task> _disposals = [];

    /// <summary>The ends of setups that run.</summary>
    private readonly List<Task> _setups = [];

    private void BuildEnvironment(BuildEnvironment build)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        WorkerSession? session;
        lock (_gate)
        {
            if (!_sessions.TryGetValue(build.Session, out session))
            {
                return;
            }

            session.Building.Add(build.Environment);
            _setups.RemoveAll(s => s.IsCompleted);
            _setups.Add(ended.Task);
        }

        new Thread(() =>
        {
            Setup(session, build);
            ended.SetResult();
        })
        { IsBackground = true, Name = "setup" }.Start();
    }

    private void Setup(WorkerSession session, BuildEnvironment build)
    {
        try
        {
            new SlotContext(_settings).Enter();
            var returned = SetupCall.InvokeAsync(session.Code.LoadFunction(build.Setup)).GetAwaiter().GetResult();
            var environment = new WorkerEnvironment(EnvironmentValues.From(returned), _settings.Logger);
            lock (_gate)
            {
                _disposals.RemoveAll(d => d.IsCompleted);
                _disposals.Add(environment.Disposal);
                if (!session.Building.Remove(build.Environment))
                {
                    // Dropped, its session closed, or the worker told to stop, while setup ran.
                    environment.Release();
                    return;
                }

                session.Environments[build.Environment] = environment;
            }

            _settings.Marks.NoteReady();
            _reporter.Say(new ToDispatcher
            {
                EnvironmentBuilt = new EnvironmentBuilt
                {
                    Environment = build.Environment,
                    Values =
                    {
                        environment.Values.Select(v => new NamedType { Name = v.Key, Type = $"{v.Value?.GetType()}" }),
                    },
                },
            });
        }
        catch (Exception e)
        {
            var failure = e as ParallelException ?? LoadFailures.Shipping(e) as ParallelException ?? new SetupException(
                $"setup threw {e.GetType().Name} on worker {_settings.Id}: {e.Message}", e) { WorkerId = _settings.Id };
            _reporter.Say(new ToDispatcher
            {
                EnvironmentFailed = new EnvironmentFailed
                {
                    Environment = build.Environment, Failure = Failures.Of(failure),
                },
            });
        }
    }

    private void DropEnvironment(long id)
    {
        lock (_gate)
        {
            foreach (var session in _sessions.Values)
            {
                session.Building.Remove(id);
                if (session.Environments.Remove(id, out var environment))
                {
                    environment.Release();
                }
            }
        }
    }
}
