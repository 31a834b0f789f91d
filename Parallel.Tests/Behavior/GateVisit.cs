using System.Net.Sockets;
using System.Text;

namespace ParallelCompute.Tests.Behavior;

/// <summary>A function that has arrived at a <see cref="Gate"/>.</summary>
public sealed class GateVisit
{
    private readonly NetworkStream _stream;
    private bool _released;

    private GateVisit(string name, NetworkStream stream) => (Name, _stream) = (name, stream);

    /// <summary>What it said of itself.</summary>
    public string Name { get; }

    /// <summary>Lets it go on.</summary>
    public void Release()
    {
        if (!_released)
        {
            _released = true;
            try
            {
                _stream.WriteByte(1);
            }
            catch (IOException)
            {
                // It has gone already, or only wanted to be seen.
            }
        }
    }

    /// <summary>Waits until it went away by itself: it was canceled, or its process has died.</summary>
    public async Task GoneAsync()
    {
        try
        {
            Assert.Equal(0, await _stream.ReadAsync(new byte[1]).AsTask().WaitAsync(Gate.Limit));
        }
        catch (IOException)
        {
            // The same, by reset.
        }
    }

    internal static async Task<GateVisit> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var name = new List<byte>();
        var next = new byte[1];
        while (await stream.ReadAsync(next, cancellationToken) == 1 && next[0] != '\n')
        {
            name.Add(next[0]);
        }

        return new GateVisit(Encoding.UTF8.GetString([.. name]), stream);
    }
}
