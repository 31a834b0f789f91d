namespace ParallelCompute.Cli.Bench;

/// <summary>A record as feature extraction returns it.</summary>
internal sealed record Features(string Name, List<int> Ids, float[] Mels);
