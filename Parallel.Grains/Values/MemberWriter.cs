namespace ParallelCompute.Values;

/// <summary>Generated code that writes all parts of a value.</summary>
/// <param name="w">Where to.</param>
/// <param name="value">Not null.</param>
/// <param name="part">The index of the part being written.</param>
internal delegate void MemberWriter<T>(ValueWriter w, T value, ref int part);
