namespace ParallelCompute.Values;

/// <summary>Generated code that reads all parts of a value.</summary>
/// <param name="r">Where from.</param>
/// <param name="part">The index of the part being read.</param>
internal delegate T MemberReader<T>(ValueReader r, ref int part);
