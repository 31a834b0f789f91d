using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace ParallelCompute.Shipping;

/// <summary>One instruction; short forms are widened: <c>ldarg.0</c> is <c>ldarg</c> with operand 0.</summary>
internal readonly record struct IlInstruction(
    int Offset, ILOpCode Op, OpCode Code, int Operand, IReadOnlyList<int> Targets);
