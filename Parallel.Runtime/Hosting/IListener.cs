using System.Net.Sockets;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Hosting;

/// <summary>Where silos dial in.</summary>
internal interface IListener : IDisposable
{
    /// <summary>Sockets that listen; peers come on any of them.</summary>
    IReadOnlyList<Socket> Sockets { get; }

    /// <summary>Adds to the ticket what a silo needs to get here, and what this end needs to be known again.</summary>
    void Describe(Identity identity);

    /// <summary>The stream of a peer that was accepted, which owns the socket; the listener may demand proof.</summary>
    /// <remarks>What a peer does may end in any exception.</remarks>
    Task<Stream> OpenAsync(Socket peer, CancellationToken cancellationToken);
}
