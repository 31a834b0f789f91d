using Google.Protobuf;
using Google.Protobuf.Collections;
using ParallelCompute.Wire;

namespace ParallelCompute.Code;

/// <summary>What a message says about a method; equal by content.</summary>
internal readonly record struct MethodKey(
    int Token, ByteString Mvid, TypeName DeclaringType, RepeatedField<TypeName> Arguments)
{
    public static MethodKey Of(Function function) =>
        new(function.MethodToken, function.Mvid, function.DeclaringType, function.MethodArguments);

    /// <summary>The same key, apart from the message that it was taken of.</summary>
    public MethodKey Copy() => new(Token, Mvid, DeclaringType.Clone(), Arguments.Clone());
}
