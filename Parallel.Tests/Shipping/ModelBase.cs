namespace ParallelCompute.Tests.Shipping;

internal class ModelBase
{
    private readonly int _shift = 10;

    protected virtual int Shift() => _shift;
}
