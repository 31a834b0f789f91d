namespace Floor;

/// <summary>Sends frames to a peer, a fixed number ahead of what has come back.</summary>
internal sealed class Pump(Peer peer, int frames)
{
    private const int Depth = 8;

    /// <summary>Sends every frame and waits until all have come back.</summary>
    /// <param name="next">Gives the frame to send; its memory may be used again with the call after.</param>
    /// <param name="place">Gives the place of the frame that comes back.</param>
    public async Task RunAsync(Func<int, Memory<byte>> next, Func<int, Memory<byte>> place)
    {
        using var credit = new SemaphoreSlim(Depth);

        // Receiving must go on while a send is stuck, or both ends of full sockets wait for each other.
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < frames; i++)
            {
                await credit.WaitAsync();
                await peer.Socket.SendAllAsync(next(i));
            }
        });
        for (var i = 0; i < frames; i++)
        {
            if (!await peer.Socket.ReceiveAllAsync(place(i)))
            {
                throw new EndOfStreamException("the peer has gone");
            }

            credit.Release();
        }

        await sending;
    }
}
