namespace ParallelCompute.Tests.Values.Samples;

public sealed class NativeBufferCodec : IValueCodec<NativeBuffer>
{
    public void Write(IValueWriter writer, NativeBuffer value) => writer.WriteBytes(value.Content);

    public NativeBuffer Read(IValueReader reader) => new(reader.ReadBytes());
}
