using System.Runtime.Serialization;

namespace ParallelCompute.Tests.Values.Samples;

/// <summary>Everything that it can throw from, it throws from.</summary>
public sealed class BrokenException : Exception
{
    public override string Message => throw new NotSupportedException("no message");

#pragma warning disable SYSLIB0051, CS0672 // The contract is tested, not used.
    public override void GetObjectData(SerializationInfo info, StreamingContext context) =>
        throw new NotSupportedException("no data");
#pragma warning restore SYSLIB0051, CS0672
}
