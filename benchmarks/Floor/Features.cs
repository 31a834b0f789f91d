namespace Floor;

internal sealed record Features(string Name, List<int> Ids, float[] Mels);
