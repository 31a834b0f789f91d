namespace ParallelCompute.Tests.Values.Samples;

internal class Base(int hidden)
{
    private readonly int _hidden = hidden;
    private readonly object _gate = new();

    public int Hidden
    {
        get
        {
            lock (_gate)
            {
                return _hidden;
            }
        }
    }
}
