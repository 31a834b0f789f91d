using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Connections;

public sealed class ConnectionTests
{
    /// <summary>Enough for both ends to meet in the same moment, many times.</summary>
    private const int Times = 5;
    private const int AtOnce = 500;

    [Fact]
    public void Who_sends_a_peer_away_is_not_disturbed_where_it_leaves_in_the_same_moment()
    {
        for (var time = 0; time < Times; time++)
        {
            CloseFromBothSides();
        }
    }

    private static void CloseFromBothSides()
    {
        var connections = Enumerable.Range(0, AtOnce).Select(_ => Open()).ToArray();
        var leaving = new Thread(() =>
        {
            foreach (var connection in connections)
            {
                // As the one who serves it does, who finds it closed; at once, or they never meet.
                while (connection.Reason.Length == 0)
                {
                    Thread.SpinWait(1);
                }

                connection.Dispose();
            }
        });
        leaving.Start();
        foreach (var connection in connections)
        {
            connection.Close("it lies");
        }

        leaving.Join();
        Assert.All(connections, c => Assert.Equal("it lies", c.Reason));
    }

    private static Connection<ToDispatcher> Open()
    {
        var stream = new MemoryStream();
        return new Connection<ToDispatcher>(
            stream, new FrameReader(stream), new ToWorker(), TimeSpan.FromMinutes(1), TimeProvider.System);
    }
}
