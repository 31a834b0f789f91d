namespace ParallelCompute.Doctor;

/// <summary>What came of running the worker program on a node.</summary>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Findings">What was found on the way.</param>
internal sealed record NodeAnswer(string Output, IReadOnlyList<DoctorFinding> Findings);
