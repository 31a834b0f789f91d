namespace ParallelCompute.Runtime.Connections;

/// <summary>A message and the bytes that came beside it.</summary>
internal readonly record struct Frame<T>(T Message, ReadOnlyMemory<byte> Payload);
