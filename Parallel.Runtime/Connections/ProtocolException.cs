namespace ParallelCompute.Runtime.Connections;

/// <summary>The peer sent something that the protocol does not allow; its connection ends.</summary>
internal sealed class ProtocolException(string message) : Exception(message);
