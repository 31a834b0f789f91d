using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Benchmarks;

/// <summary>For values whose types are all declared: no name is ever resolved.</summary>
internal sealed class NoTypes : ITypeResolver
{
    public Type Resolve(TypeName name) => throw new NotSupportedException($"{name.Name} is not needed here");
}
