namespace ParallelCompute.Tests.Shipping;

internal sealed class DerivedModel : Model
{
    private readonly int _own = 1000;

    protected override int Own(int x) => _own;
}
