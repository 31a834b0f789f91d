namespace ParallelCompute.Tests.Values.Samples;

/// <summary>Has no constructor that takes a message, and a field that cannot be sent.</summary>
internal sealed class StationException(int code, Reading? reading, Stream? source)
    : InvalidOperationException($"station {code} failed")
{
    public int Code => code;

    public Reading? Reading => reading;

    public Stream? Stream => source;
}
