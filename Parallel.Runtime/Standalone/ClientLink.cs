using Microsoft.Extensions.Logging;
using ParallelCompute.Engines;
using ParallelCompute.Launching;
using ParallelCompute.Runtime.Connections;
using ParallelCompute.Runtime.Guarding;
using ParallelCompute.Runtime.Hosting;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Standalone;

/// <summary>A client in another process, until it leaves or stays away for too long.</summary>
/// <remarks>Its numbers are its own: a message that uses another client's ends the connection.</remarks>
internal sealed class ClientLink(long client, ITaskDispatcherGrain dispatcher) : ISessionObserver
{
    private readonly LastingLine<FromClient> _line = new(
        messages => new ToClient { Received = new Received { Messages = messages } });

    private Connection<FromClient>? _connection;
    private Task _serving = Task.CompletedTask;

    /// <summary>Messages that have come from it.</summary>
    public long Received => _line.Received;

    /// <summary>It has said that it will not come back.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Ends the connection that there may still be, for the client has come over another one.</summary>
    public Task LetGoAsync()
    {
        _connection?.Close("the client has come over another connection");
        return _serving;
    }

    /// <summary>Serves the client until its connection ends.</summary>
    public Task ServeAsync(Guest guest, BuiltinEngineSettings settings, TimeProvider time) =>
        _serving = ListenAsync(guest, settings, time);

    public void WorkerJoined(string worker) =>
        Send(new ToClient { WorkerJoined = new WorkerJoined { Worker = worker } });

    public void GuardSaid(LaunchNotice notice) => Send(new ToClient { GuardNotice = GuardNotices.Of(notice) });

    public void WorkerReady(string worker, EnvironmentBuilt environment) =>
        Send(new ToClient { WorkerReady = new WorkerReady { Worker = worker, Environment = environment } });

    public void SetupFailed(string worker, EnvironmentFailed environment) =>
        Send(new ToClient { SetupFailed = new SetupFailed { Worker = worker, Environment = environment } });

    public void FilesNeeded(string worker, NeedFiles need) =>
        Send(new ToClient { FilesNeeded = new FilesNeeded { Worker = worker, Need = need } });

    public void PartNeeded(string worker, Blob blob, NeedPart part) =>
        Send(new ToClient { PartNeeded = new PartNeeded { Worker = worker, Blob = blob, Part = part } });

    public void WorkerHangs(string worker, string reason) =>
        Send(new ToClient { WorkerHangs = new WorkerHangs { Worker = worker, Reason = reason } });

    public void WorkerLost(string worker, string reason) =>
        Send(new ToClient { WorkerLost = new WorkerLost { Worker = worker, Reason = reason } });

    private void Send(ToClient message) => _line.Send(message);

    private async Task ListenAsync(Guest guest, BuiltinEngineSettings settings, TimeProvider time)
    {
        await using var connection = new Connection<FromClient>(
            guest.Stream, guest.Reader, new ToClient { Heartbeat = new Heartbeat() }, settings.WorkerTimeout, time);
        try
        {
            _connection = connection;
            _line.Attach(connection, guest.Hello.Received);
            await connection.RunAsync(FromClient.Parser, settings.HeartbeatInterval, Receive);
        }
        catch (ProtocolException e)
        {
            connection.Close(e.Message);
        }

        _line.Detach(connection);
        if (HasLeft)
        {
            settings.Logger.LogInformation("Client {Client} has left.", client);
        }
        else
        {
            settings.Logger.LogWarning("The connection of client {Client} broke: {Reason}.", client, connection.Reason);
        }
    }

    private void Receive(FromClient message, ReadOnlyMemory<byte> payload)
    {
        switch (message.BodyCase)
        {
            case FromClient.BodyOneofCase.Heartbeat:
                return;
            case FromClient.BodyOneofCase.Received:
                _line.Confirm(message.Received.Messages);
                return;
        }

        // Counted once it is done: what breaks the protocol does not count.
        Hand(message, payload);
        _line.Take(payload);
        if (HasLeft)
        {
            _line.Tell();
        }
    }

    private void Hand(FromClient message, ReadOnlyMemory<byte> payload)
    {
        switch (message.BodyCase)
        {
            case FromClient.BodyOneofCase.OpenSession:
                OwnSession(message.OpenSession.Session);
                dispatcher.OpenSession(message.OpenSession, this);
                break;
            case FromClient.BodyOneofCase.CloseSession:
                OwnSession(message.CloseSession.Session);
                HasLeft = true;
                dispatcher.CloseSession(client);
                break;
            case FromClient.BodyOneofCase.BuildEnvironment:
                OwnSession(message.BuildEnvironment.Session);
                Own(message.BuildEnvironment.Environment);
                dispatcher.BuildEnvironment(message.BuildEnvironment);
                break;
            case FromClient.BodyOneofCase.AnswerFile:
                OwnSession(message.AnswerFile.Answer?.Session ?? 0);
                dispatcher.AnswerFile(message.AnswerFile.Worker, message.AnswerFile.Answer!);
                break;
            case FromClient.BodyOneofCase.SendPart:
                dispatcher.SendPart(
                    message.SendPart.Worker,
                    message.SendPart.Part ?? throw new ProtocolException("a part of a blob without its place"),
                    payload);
                break;
            case FromClient.BodyOneofCase.Inspect:
                dispatcher.Inspect(seen => Send(new ToClient { Inspected = WireRuns.Of(seen) }));
                break;
            case FromClient.BodyOneofCase.Drain:
                dispatcher.Drain(message.Drain.Worker, TimeSpan.FromMilliseconds(Math.Clamp(
                    message.Drain.GraceMs, 0, int.MaxValue)));
                break;
            case FromClient.BodyOneofCase.WorkerDied:
                var died = message.WorkerDied;
                dispatcher.WorkerDied(died.Worker, died.Cause, died.LogTail, WireRuns.Marks(died));
                break;
            case FromClient.BodyOneofCase.WorkersUnavailable:
                dispatcher.WorkersUnavailable(client, message.WorkersUnavailable.Reason ?? new Failure());
                break;
            default:
                HandOfRun(message, payload);
                break;
        }
    }

    private void HandOfRun(FromClient message, ReadOnlyMemory<byte> payload)
    {
        switch (message.BodyCase)
        {
            case FromClient.BodyOneofCase.OpenRun:
                var request = WireRuns.Request(message.OpenRun, payload);
                OwnSession(request.Definition.Session);
                var run = Own(request.Definition.Run);
                dispatcher.OpenRun(request, new RunLink(run, _line.Send));
                break;
            case FromClient.BodyOneofCase.FeedItems:
                dispatcher.Feed(
                    Own(message.FeedItems.Run), WireItems.Block(message.FeedItems.Items ?? new Items(), payload));
                break;
            case FromClient.BodyOneofCase.EndInput:
                dispatcher.EndInput(Own(message.EndInput.Run), message.EndInput.Count);
                break;
            case FromClient.BodyOneofCase.Acknowledge:
                dispatcher.Acknowledge(Own(message.Acknowledge.Run), message.Acknowledge.Consumed);
                break;
            case FromClient.BodyOneofCase.CancelRun:
                dispatcher.CancelRun(Own(message.CancelRun.Run));
                break;
            default:
                throw new ProtocolException($"it said what this version does not know ({message.BodyCase})");
        }
    }

    private void OwnSession(long session)
    {
        if (session != client)
        {
            throw new ProtocolException($"client {client} used session {session}");
        }
    }

    private long Own(long number) => (number >> 32) + 1 == client ? number
        : throw new ProtocolException($"client {client} used the number {number} of client {(number >> 32) + 1}");
}
