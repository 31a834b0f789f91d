using ParallelCompute.Runtime.Connections;
using ParallelCompute.Wire;

namespace ParallelCompute.Runtime.Hosting;

/// <summary>A peer that has proved itself.</summary>
/// <param name="Stream">Its connection.</param>
/// <param name="Reader">Reads from it.</param>
/// <param name="Hello">What it says of itself.</param>
internal sealed record Guest(Stream Stream, FrameReader Reader, Hello Hello);
