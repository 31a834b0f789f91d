using ParallelCompute.Launching;

namespace ParallelCompute.Clusters;

internal sealed partial class Cluster
{
    /// <summary>Ends what is still being started.</summary>
    private readonly CancellationTokenSource _ending = new();

    /// <summary>Set when the first worker has joined, or none can.</summary>
    private readonly TaskCompletionSource _joined = NewSignal();

    private Task<JoinTicket>? _ticket;
    private Task _starting = Task.CompletedTask;

    /// <summary>Begins to start the engine and the workers; what fails is told to those who wait for workers.</summary>
    public void Start()
    {
        // Both take their time: processes boot while the engine gets ready for them.
        _ticket = Task.Run(MakeTicketAsync);
        _starting = StartWorkersAsync();
    }

    private async Task<JoinTicket> MakeTicketAsync()
    {
        try
        {
            var ticket = await engine.StartAsync(_ending.Token).ConfigureAwait(false);
            if (settings.CredentialsFile is { } file)
            {
                CredentialsFile.Write(file, ticket);
            }

            return ticket;
        }
        catch
        {
            // Nobody will: a launcher that waits for the first to join need not wait any more.
            _joined.TrySetResult();
            throw;
        }
    }

    private async Task StartWorkersAsync()
    {
        try
        {
            await ScaleAsync(settings.NWorkers, _ending.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            lock (_gate)
            {
                _failure ??= e as ParallelException ??
                    new LaunchException($"The workers could not be started: {e.Message}", e);
                Signal();
            }
        }
        finally
        {
            // Whatever became of the launch: the engine is not disposed while it starts.
            await ((Task)_ticket!).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
