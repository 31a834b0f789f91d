namespace ParallelCompute.Values;

/// <summary>Generated code that reads all parts of a value.</summary>
/// <param name="r">Where from.</param>
/// <param name="value">An object or struct whose fields are set, or the place of one that a constructor makes.</param>
/// <param name="part">The index of the part being read.</param>
internal delegate void MemberReader<T>(ValueReader r, ref T value, ref int part);
