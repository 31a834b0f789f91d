using System.Runtime.CompilerServices;

namespace ParallelCompute.Tests.Values.Samples;

[InlineArray(3)]
public struct Switches
{
    private bool _first;
}
