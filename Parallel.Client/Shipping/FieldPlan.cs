using System.Reflection;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Shipping;

/// <summary>How one field of a closure is sent: as a closure of its own, as a function, or as a value.</summary>
/// <param name="Field">The field.</param>
/// <param name="Label">The field as a message; shared by all messages that need no content in it.</param>
/// <param name="Step">How errors name the field.</param>
/// <param name="Nested">The plan of the closure or of the captured <c>this</c> that the field holds.</param>
/// <param name="Codec">The codec of a plain value; null for a delegate and for a closure.</param>
internal sealed record FieldPlan(
    FieldInfo Field, ClosureField Label, string Step, ClosurePlan? Nested, ValueCodec? Codec)
{
    public bool IsDelegate => Nested is null && Codec is null;
}
