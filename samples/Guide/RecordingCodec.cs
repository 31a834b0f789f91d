using ParallelCompute;

namespace Guide;

// the path travels, and the worker reads the file again
internal sealed class RecordingCodec : IValueCodec<Recording>
{
    public void Write(IValueWriter writer, Recording value) => writer.Write(value.Path);

    public Recording Read(IValueReader reader) => new(reader.Read<string>());
}
